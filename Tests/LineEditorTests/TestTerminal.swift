import Glibc
import Synchronization

@testable import LineEditor

/// A pseudo-terminal with an editor on the one side and a screen model on the other. Waiting means
/// waiting for what the editor writes; the deadline only ends a test that has failed.
final class TestTerminal {
    private static let deadline = Duration.seconds(120)

    struct Timeout: Error, CustomStringConvertible {
        let waitedFor: String
        let screen: String
        var description: String { "waited for \(waitedFor); the screen is:\n\(screen)" }
    }

    private let controlling: Int32
    let terminal: Int32
    private(set) var screen: ScreenModel
    /// The bytes that came from the editor, as text.
    private(set) var output = ""

    /// The terminal type is part of the environment, which a process sets once.
    private static let environment: Void = {
        setenv("TERM", "xterm", 1)
        unsetenv("NO_COLOR")
    }()

    init(columns: Int = 40, rows: Int = 10) {
        _ = Self.environment
        var ends: (Int32, Int32) = (-1, -1)
        var size = winsize(
            ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        precondition(openpty(&ends.0, &ends.1, nil, nil, &size) == 0, "no pseudo-terminal")
        controlling = ends.0
        terminal = ends.1
        screen = ScreenModel(columns: columns, rows: rows)
        _ = fcntl(controlling, F_SETFL, O_NONBLOCK)
    }

    func close() {
        _ = Glibc.close(controlling)
        _ = Glibc.close(terminal)
    }

    /// The window is closed while the program still runs in it.
    func hangUp() {
        _ = Glibc.close(controlling)
    }

    func resize(columns: Int, rows: Int? = nil) {
        let rows = rows ?? screen.rows
        var size = winsize(
            ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(terminal, UInt(TIOCSWINSZ), &size)
        screen.resize(columns: columns, rows: rows)
        kill(getpid(), SIGWINCH)
    }

    /// Forgets what the editor wrote, so that what it writes next can be told from it.
    func forgetOutput() { output = "" }

    /// Bytes that were typed and not read; in the cooked mode those of whole lines.
    private var waitingBytes: Int {
        var count: Int32 = 0
        return ioctl(terminal, UInt(FIONREAD), &count) == 0 ? Int(count) : -1
    }

    /// Types what nobody reads now, and waits until it waits in the terminal.
    func typeAhead(_ text: String, leaving count: Int? = nil) async throws {
        try await type(text)
        let wanted = count ?? text.utf8.count
        try await pump("\(wanted) bytes to wait") { waitingBytes == wanted }
    }

    var modes: termios {
        var modes = termios()
        tcgetattr(terminal, &modes)
        return modes
    }

    /// Starts a read whose end is waited for later, and waits until keys reach the editor: before
    /// that the terminal itself would act on them.
    func start(
        _ editor: LineEditor, _ prompt: String = "> "
    ) async throws -> Task<LineEditor.ReadResult, Never> {
        let read = Task { await editor.readLine(.init(prompt)) }
        try await pump("the editing mode") { modes.c_lflag & UInt32(ICANON) == 0 }
        return read
    }

    /// Sends keys, taking what the editor writes meanwhile.
    func type(_ text: String) async throws {
        var bytes = Array(text.utf8)[...]
        try await pump("room for keys") {
            while !bytes.isEmpty {
                let count = bytes.withUnsafeBytes { write(controlling, $0.baseAddress, $0.count) }
                guard count > 0 else { return false }
                bytes = bytes.dropFirst(count)
            }
            return true
        }
    }

    /// Waits until the screen is exactly this, trailing blanks and empty rows aside.
    func waitForScreen(_ expected: String) async throws {
        try await pump("the screen\n\(expected)\nbut") { screen.text == expected }
    }

    func wait(for description: String, _ condition: (TestTerminal) -> Bool) async throws {
        try await pump(description) { condition(self) }
    }

    /// Runs a read while the screen is kept up to date.
    func result(of task: Task<LineEditor.ReadResult, Never>) async throws
        -> LineEditor.ReadResult
    {
        let box = ResultBox()
        let watcher = Task { box.set(await task.value) }
        try await pump("the end of the line") { box.get() != nil }
        await watcher.value
        receiveOutput(waiting: 0)
        return await task.value
    }

    private func pump(_ description: String, until condition: () -> Bool) async throws {
        let end = ContinuousClock.now + Self.deadline
        while !condition() {
            guard ContinuousClock.now < end else {
                throw Timeout(waitedFor: description, screen: screen.text)
            }
            receiveOutput(waiting: 5)
            await Task.yield()
        }
    }

    private func receiveOutput(waiting milliseconds: Int32) {
        var entry = pollfd(fd: controlling, events: Int16(POLLIN), revents: 0)
        var patience = milliseconds
        while poll(&entry, 1, patience) > 0 {
            var buffer = [UInt8](repeating: 0, count: 4_096)
            let count = read(controlling, &buffer, buffer.count)
            guard count > 0 else { return }
            output += String(decoding: buffer[..<count], as: UTF8.self)
            screen.receive(Array(buffer[..<count]))
            patience = 0
        }
    }

    private final class ResultBox: Sendable {
        private let value = Mutex<LineEditor.ReadResult?>(nil)
        func set(_ result: LineEditor.ReadResult) { value.withLock { $0 = result } }
        func get() -> LineEditor.ReadResult? { value.withLock { $0 } }
    }
}

/// Runs an editor on a terminal of its own, untouched by the settings of whoever runs the tests.
func withEditor<R>(
    _ configuration: LineEditor.Configuration = .init(applicationName: "test"),
    columns: Int = 40, rows: Int = 10, startupFile: String = "/dev/null", usesColor: Bool = true,
    _ body: (LineEditor, TestTerminal) async throws -> R
) async throws -> R {
    let terminal = TestTerminal(columns: columns, rows: rows)
    defer { terminal.close() }
    var device = TerminalDevice(input: terminal.terminal, output: terminal.terminal, plain: false)
    device.usesColor = usesColor
    return try await LineEditor.with(configuration, device: device, startupFile: startupFile) {
        try await body($0, terminal)
    }
}

/// Counts how often a line with the cursor at its end is drawn.
final class Drawings: Sendable {
    private let count = Mutex(0)

    var value: Int { count.withLock { $0 } }

    func counting(_ configuration: LineEditor.Configuration) -> LineEditor.Configuration {
        var configuration = configuration
        configuration.hint = { _ in
            self.count.withLock { $0 += 1 }
            return nil
        }
        return configuration
    }
}

/// A folder that is gone when the body ends.
func withTemporaryFolder<R>(_ body: (String) async throws -> R) async throws -> R {
    var template = Array("/tmp/line-editor-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw LineEditor.StartError(step: "", code: errno) }
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer {
        if let folder = opendir(path) {
            while let entry = readdir(folder) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                unlink(path + "/" + name)
            }
            closedir(folder)
        }
        rmdir(path)
    }
    return try await body(path)
}
