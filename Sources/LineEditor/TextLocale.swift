import CEditline

/// The locale by which characters are measured and written. Without a UTF-8 one Chinese text
/// would vanish, so a UTF-8 one is set when the environment names none.
enum TextLocale {
    /// Set once a process.
    static let isUTF8: Bool = use()

    @discardableResult
    static func use() -> Bool {
        ce_use_utf8_locale() == 1
    }
}
