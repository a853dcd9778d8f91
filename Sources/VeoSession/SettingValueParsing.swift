package import VeoClient
package import VeoLanguage

extension SettingValue {
    /// What the words of `set` mean. The check of a script and its run both ask here, so they say
    /// the same. `out` is a template and `key-from` has a grammar of its own: neither comes here.
    package init(
        _ setting: Setting, _ text: String, catalog: ModelCatalog, plainHTTPHosts: Set<String>
    ) throws(ValueError) {
        switch setting {
        case .model: self = .model(try catalog.model(named: text))
        case .mode: self = .mode(try Mode.parse(text))
        case .sidecar: self = .sidecar(try Switch.parse(text) == .on)
        case .parallel: self = .parallel(try Parallel.parse(text))
        case .poll: self = .poll(try PollInterval.parse(text))
        case .timeout: self = .timeout(try DurationValue.parse(text))
        case .baseURL:
            do { self = .baseURL(try BaseURL(parsing: text, plainHTTPHosts: plainHTTPHosts)) } catch
            {
                throw ValueError(message: error.message, label: "", help: error.help)
            }
        case .out, .keyFrom:
            throw ValueError(
                message: "'\(setting.rawValue)' is not one word", label: "",
                help: "`help \(setting.rawValue)` shows what it takes")
        }
    }
}

extension ModelCatalog {
    package func model(named name: String) throws(ValueError) -> VideoModel {
        if let model = self[name] { return model }
        let guess = DidYouMean.suggestion(for: name, among: models.map(\.name))
        throw ValueError(
            message: "unknown model '\(TextFilter.visible(name))'",
            label: guess.map { "did you mean '\($0)'?" } ?? "",
            help: "`models` lists the models and their prices")
    }
}

extension SettingArgument {
    /// The word that a message about the value points at.
    var word: Template {
        switch self {
        case .word(let word): word
        case .keySource(.environment(let word)), .keySource(.file(let word)),
            .keySource(.command(let word)):
            word
        }
    }
}
