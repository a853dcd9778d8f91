/// The account of the one user, in quota units (500,000 are one US dollar).
///
/// An async job holds its price when it is accepted, pays it when it completes and gets it back
/// when it fails. A sync request pays when it is accepted, whatever becomes of it.
package struct Ledger: Sendable, Equatable {
    /// What may still be spent.
    package private(set) var available: Int
    /// What running jobs will cost if they complete.
    package private(set) var held = 0
    /// What has been paid.
    package private(set) var charged = 0
    /// What failed jobs have given back.
    package private(set) var released = 0

    init(available: Int) {
        self.available = available
    }

    /// Sets the price aside; false, and nothing changes, if there is not enough.
    mutating func hold(_ price: Int) -> Bool {
        guard available >= price else { return false }
        available -= price
        held += price
        return true
    }

    mutating func commit(_ price: Int) {
        held -= price
        charged += price
    }

    mutating func release(_ price: Int) {
        held -= price
        released += price
        available += price
    }
}
