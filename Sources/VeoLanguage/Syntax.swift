/// The parsed form of a file or of a line: the statements that are right, in order.
package struct Script: Sendable {
    package let source: SourceFile
    package let statements: [Statement]
    /// The statements that nothing comes of: `veo 1`, and commands that were skipped after `?`,
    /// with their fences.
    let passedOver: [SourceRange]

    package init(source: SourceFile, statements: [Statement]) {
        self.init(source: source, statements: statements, passedOver: [])
    }

    init(source: SourceFile, statements: [Statement], passedOver: [SourceRange]) {
        self.source = source
        self.statements = statements
        self.passedOver = passedOver
    }

    /// The statement as it was written, fence included.
    package func text(of statement: Statement) -> String {
        source.text(in: statement.range)
    }
}

package struct Statement: Sendable, Hashable {
    package let command: Command
    // The order of these keeps a statement at 48 bytes.
    /// `try` stands before it: its failure does not stop the file.
    package let isTried: Bool
    /// `?` stands before it. Since this edition has the command, it runs like any other.
    package let isOptional: Bool
    /// The whole statement, its fence or its `end` included.
    package let range: SourceRange
    /// The word that names the command.
    package let keyword: SourceRange

    package init(
        command: Command, range: SourceRange, keyword: SourceRange, isTried: Bool = false,
        isOptional: Bool = false
    ) {
        self.command = command
        self.range = range
        self.keyword = keyword
        self.isTried = isTried
        self.isOptional = isOptional
    }
}

/// What a statement does, with what it takes. One case a command.
package enum Command: Sendable, Hashable {
    indirect case set(Setting, SettingArgument)
    case unset(Setting)
    indirect case show(ShowTopic)
    /// `nil` shows the current prompt.
    case prompt(Template?)
    case image(ImageArgument)
    indirect case submit(SubmitArguments)
    indirect case again(AgainArguments)
    indirect case wait(WaitArguments)
    indirect case save(SaveArguments)
    indirect case collect(SaveArguments)
    case jobs([Reference])
    case models
    case cost
    indirect case `let`(VariableName, Template)
    /// `nil` has no default: the caller must give it.
    indirect case param(VariableName, Template?)
    indirect case loop(Loop)
    indirect case expect(Expectation)
    /// The most to spend; `nil` asks what holds.
    case budget(Template?)
    case onError(OnError)
    indirect case model(ModelArguments)
    case print(Template?)
    case sleep(Template)
    case include(Template)
    indirect case adopt(AdoptArguments)
    case forget([Reference])
    case help(topic: String?)
    case history
    case edit
    case clear
    case quit
}

package enum SettingArgument: Sendable, Hashable {
    case word(Template)
    case keySource(KeySourceArgument)
}

package enum KeySourceArgument: Sendable, Hashable {
    case environment(Template)
    case file(Template)
    /// The rest of the line, raw: a command for `/bin/sh`.
    case command(Template)
}

package enum ShowTopic: Sendable, Hashable {
    case settings
    case setting(Setting)
    case job(Reference)
    case request
    /// The request as a line for a shell.
    case requestAsCurl
    case script
}

package enum ImageArgument: Sendable, Hashable {
    case none
    /// One or two paths or URLs: start frame, end frame.
    case frames([Template])
}
