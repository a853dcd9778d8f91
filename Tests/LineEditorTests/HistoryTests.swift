import Glibc
import Testing

@testable import LineEditor

/// The history on disk and in the editor.
@Suite struct HistoryFileTests {
    @Test func entriesComeBackWithLineBreaksAndBackslashes() async throws {
        try await withTemporaryFolder { folder in
            let file = HistoryFile(path: folder + "/lines")
            let lines = ["submit 猫", "prompt ```\nzwei\n```", #"C:\new \\ "x""#]
            for line in lines { try file.append(line) }
            #expect(try file.load(limit: 10) == lines)
            #expect(try file.load(limit: 2) == Array(lines.dropFirst()))
        }
    }

    @Test func fileAndFoldersAreTheOwnersAlone() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/lines"
            try HistoryFile(path: path).append("x")
            #expect(mode(of: path) == 0o600)
            try HistoryFile(path: folder + "/deep/er/lines").append("x")
            #expect(mode(of: folder + "/deep") == 0o700)
            #expect(mode(of: folder + "/deep/er") == 0o700)
            #expect(mode(of: folder + "/deep/er/lines") == 0o600)
            unlink(folder + "/deep/er/lines")
            rmdir(folder + "/deep/er")
            rmdir(folder + "/deep")
        }
    }

    @Test func damageCostsOnlyTheDamagedEntries() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/lines"
            let stream = try #require(fopen(path, "w"))
            let bytes = Array("good\n".utf8) + [0xFF, 0xFE, 0x0A, 0x61, 0x00, 0x62, 0x0A]
            fwrite(bytes + Array("torn".utf8), 1, bytes.count + 4, stream)
            fclose(stream)
            let file = HistoryFile(path: path)
            try file.append("next")
            #expect(try file.load(limit: 10) == ["good", "torn", "next"])
        }
    }

    @Test func aLongFileIsShortenedAtTheStart() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/lines"
            let file = HistoryFile(path: path)
            for number in 1...7 { try file.append("line \(number)") }
            #expect(try file.load(limit: 3) == ["line 5", "line 6", "line 7"])
            #expect(try file.load(limit: 100) == ["line 5", "line 6", "line 7"])
            #expect(mode(of: path) == 0o600)
        }
    }

    @Test func whatIsNoFileIsAnErrorAndNoHang() async throws {
        try await withTemporaryFolder { folder in
            #expect(throws: HistoryFile.Failure.self) {
                try HistoryFile(path: folder).load(limit: 1)
            }
            mkfifo(folder + "/pipe", 0o600)
            #expect(throws: HistoryFile.Failure.self) {
                try HistoryFile(path: folder + "/pipe").load(limit: 1)
            }
            #expect(throws: HistoryFile.Failure.self) {
                try HistoryFile(path: folder + "/pipe").append("x")
            }
            let none = try HistoryFile(path: folder + "/none").load(limit: 1)
            #expect(none.isEmpty)
        }
    }

    @Test func aWalkGivesTheTypedLineBack() {
        var history = History(limit: 3)
        history.load(["a", "b", "b", "d", "c", "d"])
        #expect(history.entries == ["b", "c", "d"])
        let typed = History.Draft(scalars: ["x", "y"], cursor: 1)
        #expect(history.older(leaving: typed) == History.Draft("d"))
        #expect(history.older(leaving: History.Draft("d")) == History.Draft("c"))
        #expect(history.newer(leaving: History.Draft("c")) == History.Draft("d"))
        #expect(history.newer(leaving: History.Draft("d")) == typed)
        #expect(history.newer(leaving: typed) == nil)
        #expect(!history.accepts("d") && !history.accepts(" d") && !history.accepts(""))
        #expect(history.accepts("c"))
    }

    @Test func aWalkKeepsToWhatStartsLikeTheLineAndKeepsEdits() {
        var history = History(limit: 10)
        history.load(["set mode sync", "wait", "set model x", "jobs"])
        let typed = History.Draft("set ")
        #expect(history.older(leaving: typed) == History.Draft("set model x"))
        let edited = History.Draft("set model xyz")
        #expect(history.older(leaving: edited) == History.Draft("set mode sync"))
        #expect(history.older(leaving: History.Draft("set mode sync")) == nil)
        #expect(history.newer(leaving: History.Draft("set mode sync")) == edited)
        #expect(history.newer(leaving: edited) == typed)
    }

    @Test func theNewestEntryThatGoesOnIsSuggested() {
        var history = History(limit: 10)
        history.load(["submit as a", "submit as b", "submit"])
        #expect(
            history.suggestion(for: "submit ").map { WideText.string($0) } == "as b")
        #expect(history.suggestion(for: "wait") == nil)
        #expect(history.suggestion(for: "") == nil)
        history.append("submit as a")
        #expect(history.entries == ["submit as b", "submit", "submit as a"])
    }

    private func mode(of path: String) -> mode_t {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
    }
}

extension EditingTests {
    @Test func historyIsKeptAcrossTwoEditors() async throws {
        try await withTemporaryFolder { folder in
            var configuration = LineEditor.Configuration(
                applicationName: "test", historyPath: folder + "/lines")
            configuration.keepsInHistory = { !$0.contains("sk-") }
            try await withEditor(configuration) { editor, terminal in
                for line in ["set mode 猫", "set mode 猫", " secret", "key sk-123"] {
                    let read = try await terminal.start(editor)
                    try await terminal.type(line + "\r")
                    #expect(try await terminal.result(of: read) == .line(line))
                }
            }
            #expect(
                try HistoryFile(path: folder + "/lines").load(limit: 10) == ["set mode 猫"])
            try await withEditor(configuration) { editor, terminal in
                let read = try await terminal.start(editor)
                try await terminal.type("\u{10}")
                try await terminal.waitForScreen("> set mode 猫")
                try await terminal.type("\r")
                #expect(try await terminal.result(of: read) == .line("set mode 猫"))
            }
        }
    }

    @Test func anUnusableHistoryIsReportedOnceAndStopsNothing() async throws {
        let configuration = LineEditor.Configuration(
            applicationName: "test", historyPath: "/dev/null/lines")
        try await withEditor(configuration, columns: 200) { editor, terminal in
            for _ in 1...2 {
                let read = try await terminal.start(editor)
                try await terminal.type("abc\r")
                #expect(try await terminal.result(of: read) == .line("abc"))
            }
            let warnings = terminal.screen.lines.count { $0.contains("/dev/null/lines") }
            #expect(warnings == 1)
        }
    }

    @Test func searchFindsAnOlderLineAndCanBeLeft() async throws {
        try await withEditor { editor, terminal in
            for line in ["submit 猫", "wait all"] {
                let read = try await terminal.start(editor)
                try await terminal.type(line + "\r")
                #expect(try await terminal.result(of: read) == .line(line))
            }
            let read = try await terminal.start(editor)
            try await terminal.type("typed\u{12}猫")
            try await terminal.wait(for: "the hit") {
                $0.screen.lines.contains("(search: 猫) submit 猫")
            }
            try await terminal.type("\u{07}")
            try await terminal.wait(for: "the typed line") { $0.screen.text.hasSuffix("> typed") }
            try await terminal.type("\u{12}sub\r")
            #expect(try await terminal.result(of: read) == .line("submit 猫"))
        }
    }
}
