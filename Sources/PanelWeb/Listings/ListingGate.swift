/// Lets so many listings be written at a time and no more, and fewer for one client, so that nobody keeps others out.
package final class ListingGate: Sendable {
    /// The right to write one listing; given back when it is let go of.
    package typealias Pass = PlaceShare.Pass

    private let places: PlaceShare

    /// Makes a gate for `limit` listings, `share` of them for one client.
    package init(limit: Int, share: Int) {
        places = PlaceShare(limit: limit, perClient: share)
    }

    /// Takes a pass.
    ///
    /// - Parameter client: the address that asks; all whose address is not known are one.
    /// - Throws: ``ErrorReply``, 503, if all are taken, or all that one client gets.
    package func pass(for client: IPAddress?) throws(ErrorReply) -> Pass {
        guard let pass = places.pass(for: client?.description) else {
            throw .busy(
                "too_many_listings",
                "\(places.limit) listings, or \(places.perClient) to your address, are being "
                    + "written already",
                retryAfterSeconds: 2)
        }
        return pass
    }
}
