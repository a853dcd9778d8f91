import Glibc
import VeoClient
import VeoLanguage

/// Which machine a process is on, and which start of that machine: by a process id alone nobody
/// can tell whether a process of another machine lives.
struct MachineIdentity: Sendable, Hashable {
    /// As the network knows it; another machine may have the same.
    var host: String
    /// Anew at each start of the kernel (`/proc/sys/kernel/random/boot_id`, random(4)).
    var bootID: String?
    /// Containers on one kernel count their processes for themselves: the number of the space that
    /// a process id belongs to (pid_namespaces(7)).
    var pidSpace: Int64?

    static let current = MachineIdentity(
        host: hostName, bootID: bootIdentifier,
        pidSpace: pidSpaceNumber)

    private static var hostName: String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "" }
        return VisibleText.of(
            String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
    }

    private static var pidSpaceNumber: Int64? {
        var information = stat()
        guard stat("/proc/self/ns/pid", &information) == 0 else { return nil }
        return Int64(exactly: information.st_ino)
    }

    private static var bootIdentifier: String? {
        smallText("/proc/sys/kernel/random/boot_id", limit: 128).split(separator: "\n").first
            .map { VisibleText.of(String($0)) }
    }
}
