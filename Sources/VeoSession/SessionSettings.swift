package import VeoClient
package import VeoLanguage

/// Where the API key comes from. The key itself is never a value of the language.
package enum KeySource: Sendable, Hashable, CustomStringConvertible {
    case environment(String)
    case file(String)
    /// A command for `/bin/sh` that prints the key.
    case command(String)

    package var description: String {
        switch self {
        case .environment(let name): "env \(name)"
        case .file(let path): "file \(path)"
        case .command(let text): "command \(SecretShape.hidden(text))"
        }
    }
}

/// One setting with a value that has been understood.
package enum SettingValue: Sendable, Hashable {
    case model(VideoModel)
    case mode(Mode)
    case out(Template)
    case sidecar(Bool)
    case parallel(Parallel)
    case poll(PollInterval)
    case timeout(Duration)
    case baseURL(BaseURL)
    case keyFrom(KeySource)

    package var setting: Setting {
        switch self {
        case .model: .model
        case .mode: .mode
        case .out: .out
        case .sidecar: .sidecar
        case .parallel: .parallel
        case .poll: .poll
        case .timeout: .timeout
        case .baseURL: .baseURL
        case .keyFrom: .keyFrom
        }
    }
}

/// The settings of a session. A value: the check of a script changes a copy of its own.
package struct SessionSettings: Sendable, Hashable {
    package var model = ModelCatalog.standard.models.first { $0.name == defaultModel }!
    package var mode = Mode.async
    /// The path of a saved video; `${job.…}` in it is filled for each job.
    package var out = SessionSettings.defaultOut
    package var sidecar = true
    package var parallel = Parallel.auto
    package var poll = PollInterval.auto
    package var timeout = Duration.seconds(3600)
    package var baseURL = BaseURL.standard
    package var keyFrom = KeySource.environment("VEO_API_KEY")

    private static let defaultModel = "veo-3.1-fast"
    private static let defaultOut = Template(
        segments: [
            .variable(.init(name: "job", field: "name", range: SourceRange(0, 0))),
            .text(".mp4"),
        ], range: SourceRange(0, 0))

    package init() {}

    package mutating func apply(_ value: SettingValue) {
        switch value {
        case .model(let model): self.model = model
        case .mode(let mode): self.mode = mode
        case .out(let template): out = template
        case .sidecar(let isOn): sidecar = isOn
        case .parallel(let count): parallel = count
        case .poll(let interval): poll = interval
        case .timeout(let duration): timeout = duration
        case .baseURL(let url): baseURL = url
        case .keyFrom(let source): keyFrom = source
        }
    }

    /// Takes one setting from another set of them: `unset` takes it from the defaults.
    package mutating func restore(_ setting: Setting, from other: SessionSettings) {
        apply(other[setting])
    }

    package subscript(setting: Setting) -> SettingValue {
        switch setting {
        case .model: .model(model)
        case .mode: .mode(mode)
        case .out: .out(out)
        case .sidecar: .sidecar(sidecar)
        case .parallel: .parallel(parallel)
        case .poll: .poll(poll)
        case .timeout: .timeout(timeout)
        case .baseURL: .baseURL(baseURL)
        case .keyFrom: .keyFrom(keyFrom)
        }
    }

    /// The value as `set` takes it.
    package func text(_ setting: Setting) -> String {
        switch setting {
        case .model: model.name
        case .mode: mode.rawValue
        case .out: out.source(at: .setting)
        case .sidecar: sidecar ? "on" : "off"
        case .parallel:
            switch parallel {
            case .auto: "auto"
            case .atMost(let count): "\(count)"
            }
        case .poll:
            switch poll {
            case .auto: "auto"
            case .every(let duration): DurationText.short(duration)
            }
        case .timeout: DurationText.short(timeout)
        case .baseURL: baseURL.description
        case .keyFrom: keyFrom.description
        }
    }
}
