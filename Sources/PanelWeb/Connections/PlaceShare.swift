import Synchronization

/// So many places and no more, and fewer for one client, so that nobody keeps others out.
package final class PlaceShare: Sendable {
    /// The right to one place; given back when it is let go of.
    package final class Pass: Sendable {
        private let share: PlaceShare
        private let client: String?

        fileprivate init(_ share: PlaceShare, _ client: String?) {
            self.share = share
            self.client = client
        }

        deinit { share.giveBack(client) }
    }

    /// How many places there are.
    let limit: Int
    /// How many of them one client gets.
    let perClient: Int
    private let taken = Mutex<[String?: Int]>([:])

    /// Makes `limit` places, `perClient` of them for one client.
    init(limit: Int, perClient: Int) {
        self.limit = limit
        self.perClient = perClient
    }

    /// Takes a place; nil if all are taken, or all that the client gets.
    ///
    /// - Parameter client: who asks; all that are not known are one.
    func pass(for client: String?) -> Pass? {
        let isFree = taken.withLock { taken in
            let own = taken[client, default: 0]
            guard taken.values.reduce(0, +) < limit, own < perClient else { return false }
            taken[client] = own + 1
            return true
        }
        return isFree ? Pass(self, client) : nil
    }

    private func giveBack(_ client: String?) {
        taken.withLock { taken in
            let left = taken[client, default: 1] - 1
            taken[client] = left > 0 ? left : nil
        }
    }
}
