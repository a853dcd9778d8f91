/// A text of a server as it came: to compare and to decide by. It may hold control characters, or
/// the key, so that it cannot be put into a message by mistake.
package struct ServerText: Sendable, Hashable, CustomStringConvertible {
    package let asItCame: String

    package init(_ asItCame: String) { self.asItCame = asItCame }

    package var description: String { "a text of the server" }
}
