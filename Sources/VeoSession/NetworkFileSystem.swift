import Glibc
import VeoClient

/// File systems that more than one machine may have mounted.
enum NetworkFileSystem {
    private static let names: Set<Substring> = [
        "9p", "afs", "beegfs", "ceph", "cifs", "coda", "gfs2", "glusterfs", "gpfs", "lustre",
        "ncpfs",
        "nfs", "nfs4", "ocfs2", "orangefs", "panfs", "prl_fs", "smb3", "smbfs", "vboxsf",
        "virtiofs",
        "vmhgfs", "wekafs",
    ]
    /// Programs that show a folder of this machine.
    private static let local: Set<Substring> = [
        "fuse.cryfs", "fuse.encfs", "fuse.fuse-overlayfs", "fuse.gocryptfs", "fuse.mergerfs",
        "fuse.ntfs-3g", "fuse.unionfs", "fuse.unionfs-fuse",
    ]

    /// How much of the list of mounts is read, in bytes.
    private static let listByteLimit = 4 * 1024 * 1024

    /// What the file system of a path is called, where others may write it, too; `nil` for one of
    /// this machine alone, and where the system does not say.
    static func name(of path: String) -> String? {
        var information = stat()
        let folder = PrivateFile.parent(of: path)
        guard stat(folder, &information) == 0 else { return nil }
        let list = smallText("/proc/self/mountinfo", limit: listByteLimit)
        let device = UInt64(information.st_dev)
        // makedev(3)
        let major = (device >> 8) & 0xFFF | (device >> 32) & ~0xFFF
        let minor = device & 0xFF | (device >> 12) & 0xFFFF_FF00
        return name(of: (major, minor), in: list)
    }

    /// - Parameter list: of the mounts of a process (proc(5)).
    static func name(of device: (major: UInt64, minor: UInt64), in list: String) -> String? {
        for line in list.utf8.split(separator: UInt8(ascii: "\n")) {
            let fields = String(decoding: line, as: UTF8.self).split(separator: " ")
            guard fields.count > 3, fields[2] == "\(device.major):\(device.minor)",
                let dash = fields.firstIndex(of: "-"), dash + 1 < fields.count
            else { continue }
            return isShared(fields[dash + 1]) ? String(fields[dash + 1]) : nil
        }
        return nil
    }

    private static func isShared(_ type: Substring) -> Bool {
        names.contains(type) || type.hasPrefix("fuse.") && !local.contains(type)
    }
}
