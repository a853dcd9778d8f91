/// What there is to know about one setting. Parser messages, help and completion read it.
package struct SettingReference: Sendable {
    package let setting: Setting
    /// The values it takes, in words.
    package let values: String
    /// Its default, as it is written after `set KEY`.
    package let defaultValue: String
    package let meaning: String
    /// A value to show in messages.
    package let example: String

    package static let all = Setting.allCases.map(of)

    /// `mode is 'async' or 'sync'`, for messages.
    var help: String { "\(setting.rawValue) is \(values)" }

    package static func of(_ setting: Setting) -> SettingReference {
        switch setting {
        case .model:
            row(
                setting, "one of the models that `models` lists", "veo-3.1-fast",
                "which model makes the video")
        case .mode:
            row(setting, "'async' or 'sync'", "async", "ask for the state, or hold one connection")
        case .out:
            row(
                setting, "a path with ${job.…} in it", "${job.name}.mp4",
                "where `save` writes videos")
        case .sidecar:
            row(setting, "'on' or 'off'", "on", "write cat.json beside cat.mp4")
        case .parallel:
            row(
                setting, "'auto' or a whole number from 1 to \(Limits.count)", "auto",
                "jobs at the gateway at once; auto is as many as it takes")
        case .poll:
            row(
                setting, "'auto' or a duration of at least 1s", "auto",
                "how often a job is asked for")
        case .timeout:
            row(setting, "a duration, such as 10m", "1h", "how long a `wait` waits for news")
        case .baseURL:
            row(
                setting, "an https URL that ends in /v1", "https://api.laozhang.ai/v1",
                "the gateway; only at the prompt and in init.veo")
        case .keyFrom:
            row(
                setting, "'env NAME', 'file PATH' or 'command TEXT'", "env VEO_API_KEY",
                "where the key is; only at the prompt and in init.veo")
        }
    }

    private static func row(
        _ setting: Setting, _ values: String, _ defaultValue: String, _ meaning: String
    ) -> SettingReference {
        SettingReference(
            setting: setting, values: values, defaultValue: defaultValue, meaning: meaning,
            example: defaultValue)
    }
}
