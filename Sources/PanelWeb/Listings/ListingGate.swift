import Synchronization

/// Lets so many listings be written at a time and no more, and fewer for one client, so that nobody keeps others out.
package final class ListingGate: Sendable {
    /// The right to write one listing; given back when it is let go of.
    package final class Pass: Sendable {
        private let gate: ListingGate
        private let client: IPAddress?

        fileprivate init(_ gate: ListingGate, _ client: IPAddress?) {
            self.gate = gate
            self.client = client
        }

        deinit { gate.giveBack(client) }
    }

    private let limit: Int
    private let share: Int
    private let taken = Mutex<[IPAddress?: Int]>([:])

    /// Makes a gate for `limit` listings, `share` of them for one client.
    package init(limit: Int, share: Int) {
        self.limit = limit
        self.share = share
    }

    /// Takes a pass.
    ///
    /// - Parameter client: the address that asks; all whose address is not known are one.
    /// - Throws: ``ErrorReply``, 503, if all are taken, or all that one client gets.
    package func pass(for client: IPAddress?) throws(ErrorReply) -> Pass {
        let isFree = taken.withLock { taken in
            let own = taken[client, default: 0]
            guard taken.values.reduce(0, +) < limit, own < share else { return false }
            taken[client] = own + 1
            return true
        }
        guard isFree else {
            throw .busy(
                "too_many_listings",
                "\(limit) listings, or \(share) to your address, are being written already",
                retryAfterSeconds: 2)
        }
        return Pass(self, client)
    }

    private func giveBack(_ client: IPAddress?) {
        taken.withLock { taken in
            let left = taken[client, default: 1] - 1
            taken[client] = left > 0 ? left : nil
        }
    }
}
