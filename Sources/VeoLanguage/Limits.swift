/// The limits of the language. Each is named in the message that it causes.
package enum Limits {
    /// Bytes of one line, its line end not counted.
    package static let lineBytes = 64 * 1024
    /// Bytes of any text, after its variables are filled in.
    package static let filledBytes = 1024 * 1024
    /// Unicode scalars of a prompt, after its variables are filled in.
    package static let promptCharacters = 32_000
    /// Bytes of a script.
    package static let fileBytes = 16 * 1024 * 1024
    /// Scripts that include each other, the first one not counted.
    package static let includeDepth = 16
    /// Loops inside loops, the outermost one counted.
    package static let loopNesting = 8
    /// Turns of one loop: numbers of a range, lines, rows, files or words.
    package static let loopTurns = 100_000
    /// The largest number of a range.
    package static let rangeNumber = 1_000_000_000
    /// Bytes of one row of a table, its line end not counted.
    package static let tableRowBytes = 1024 * 1024
    /// The largest amount of money, in dollars.
    package static let dollars = 1_000_000
    /// Jobs of one `submit xN`, and jobs in flight at once.
    package static let count = 100
    /// Unicode scalars of a name.
    package static let nameCharacters = 64
    /// Unicode scalars of a server's id.
    package static let serverIDCharacters = 1_024
    /// Longest duration, in hours: a week.
    package static let durationHours = 168
    /// Diagnostics of one text; further ones are only counted.
    package static let diagnostics = 1_000
}
