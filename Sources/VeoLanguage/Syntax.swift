/// The parsed form of a file or of a line: the statements that are right, in order.
package struct Script: Sendable {
    package let source: SourceFile
    package let statements: [Statement]

    package init(source: SourceFile, statements: [Statement]) {
        self.source = source
        self.statements = statements
    }

    /// The statement as it was written, fence included.
    package func text(of statement: Statement) -> String {
        source.text(in: statement.range)
    }
}

package struct Statement: Sendable, Hashable {
    package let command: Command
    /// The whole statement, fence included.
    package let range: SourceRange
    /// Its first word.
    package let keyword: SourceRange

    package init(command: Command, range: SourceRange, keyword: SourceRange) {
        self.command = command
        self.range = range
        self.keyword = keyword
    }
}

/// What a statement does, with what it takes. One case a command.
package enum Command: Sendable, Hashable {
    case set(Setting, SettingArgument)
    case unset(Setting)
    case show(ShowTopic)
    /// `nil` shows the current prompt.
    case prompt(Template?)
    case image(ImageArgument)
    case submit(SubmitArguments)
    case wait(WaitArguments)
    case save(SaveArguments)
    case jobs([Reference])
    case models
    case print(Template?)
    case sleep(Template)
    case include(Template)
    case adopt(id: Template, name: Template?)
    case forget([Reference])
    case help(topic: String?)
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
    case script
}

package enum ImageArgument: Sendable, Hashable {
    case none
    /// One or two paths or URLs: start frame, end frame.
    case frames([Template])
}

package struct SubmitArguments: Sendable, Hashable {
    /// What stands after `x`, with its range.
    package var count: Template?
    package var name: Template?
    package var model: Template?
    package var mode: Template?
    /// The text after `--`.
    package var text: Template?

    package init(
        count: Template? = nil, name: Template? = nil, model: Template? = nil,
        mode: Template? = nil, text: Template? = nil
    ) {
        self.count = count
        self.name = name
        self.model = model
        self.mode = mode
        self.text = text
    }
}

package struct WaitArguments: Sendable, Hashable {
    package var references: [Reference]
    package var any: Bool
    package var timeout: Template?

    package init(references: [Reference] = [], any: Bool = false, timeout: Template? = nil) {
        self.references = references
        self.any = any
        self.timeout = timeout
    }
}

package struct SaveArguments: Sendable, Hashable {
    package var references: [Reference]
    package var path: Template?
    package var ifExists: Template?

    package init(
        references: [Reference] = [], path: Template? = nil, ifExists: Template? = nil
    ) {
        self.references = references
        self.path = path
        self.ifExists = ifExists
    }
}
