import Synchronization

/// Lets so many listings be written at a time, and no more.
final class ListingGate: Sendable {
    /// The right to write one listing; given back when it is let go of.
    final class Pass: Sendable {
        private let gate: ListingGate

        fileprivate init(_ gate: ListingGate) {
            self.gate = gate
        }

        deinit {
            gate.taken.withLock { $0 -= 1 }
        }
    }

    private let limit: Int
    private let taken = Mutex(0)

    /// Makes a gate for `limit` listings.
    init(limit: Int) {
        self.limit = limit
    }

    /// Takes a pass.
    ///
    /// - Throws: ``ErrorReply``, 503, if all are taken.
    func pass() throws(ErrorReply) -> Pass {
        let isFree = taken.withLock { taken in
            guard taken < limit else { return false }
            taken += 1
            return true
        }
        guard isFree else {
            throw .busy(
                "too_many_listings", "\(limit) listings are being written already",
                retryAfterSeconds: 2)
        }
        return Pass(self)
    }
}
