import ArgumentParser
import VeoLanguage
import VeoSession

/// A path of the command line. A shell fills in `~` at the start of a word alone, not behind the
/// `=` of `--history=~/history`.
enum PathArgument {
    static func expanded(_ text: String) throws -> String {
        do { return try HomeFolder.expanded(text) } catch {
            throw ValidationError("\(error.message): \(error.help).")
        }
    }
}
