import FoundationEssentials

/// The programs that draw a video for each job, and where they work.
package struct PictureTool: Sendable {
    /// The path of ffmpeg.
    let encoder: String
    /// The path of fontconfig's `fc-list`; nil if nobody can say what the fonts cover.
    let fontLister: String?
    /// Where the private folder is made.
    let temporaryFolder: String
    /// What the programs see of the environment: where fonts and libraries are, never a key.
    let environment: [String: String]
    /// How long a video may take, in time of this machine.
    var deadline = Duration.seconds(60)
    /// The priority of ffmpeg: the least there is, so that it yields to everything else.
    var niceness: Int32 = 19

    /// Variables that are passed on.
    private static let passed = [
        "PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "XDG_CACHE_HOME", "XDG_CONFIG_HOME",
        "XDG_DATA_HOME", "XDG_DATA_DIRS", "FONTCONFIG_FILE", "FONTCONFIG_PATH",
    ]

    /// Nil if ffmpeg is not on the `PATH`.
    package init?(environment: [String: String]) {
        guard let encoder = Self.find("ffmpeg", environment) else { return nil }
        self.encoder = encoder
        fontLister = Self.find("fc-list", environment)
        let folder = environment["TMPDIR"] ?? ""
        temporaryFolder = folder.hasPrefix("/") ? folder : "/tmp"
        var rest: [String: String] = ["LC_ALL": "C.UTF-8"]
        for name in Self.passed { rest[name] = environment[name] }
        self.environment = rest
    }

    /// The first executable file of this name in an absolute folder of the `PATH`.
    private static func find(_ name: String, _ environment: [String: String]) -> String? {
        (environment["PATH"] ?? "").split(separator: ":").lazy
            .filter { $0.hasPrefix("/") }.map { "\($0)/\(name)" }
            .first { path in
                var isFolder = false
                let manager = FileManager.default
                return manager.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder
                    && manager.isExecutableFile(atPath: path)
            }
    }
}
