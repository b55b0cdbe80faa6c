import GRDB
import JSONText
import Synchronization

/// A portal without sockets, for tests that need many.
extension Portal {
    /// Another portal in memory that knows what this one knows and is set up like it.
    ///
    /// A copy of its pages: far cheaper than ``SamplePortal/build()``, which calls some fifty methods.
    ///
    /// - Parameter clock: tells the copy the time.
    /// - Throws: the database's errors.
    package func copy(clock: PortalClock) throws -> Portal {
        let database = try DatabaseQueue()
        try engine.database.backup(to: database)
        let state = engine.state.withLock { $0 }
        return Portal(settings: settings, engine: PortalEngine(database, state, clock))
    }

    /// Answers a POST of JSON as if it had come from this machine, on the path of a webhook's method.
    ///
    /// - Returns: nil where the connection would close without an answer.
    package func answer(_ path: String, _ body: [UInt8]) async -> WireAnswer? {
        guard let parts = RESTRequest.path(path) else { return wire(.noAuth) }
        let arguments: JSON.Members
        do {
            arguments = try PortalResponder.json(body)
        } catch let error as RESTError {
            return wire(error)
        } catch {
            return nil
        }
        let answer = await engine.answer(
            RESTRequest(
                userID: parts.user, secret: parts.secret, method: parts.method,
                arguments: arguments, source: "127.0.0.1", host: "localhost", target: path))
        return WireAnswer(answer, date: engine.date)
    }

    private func wire(_ error: RESTError) -> WireAnswer? {
        WireAnswer(.json(error.status, engine.document(error)), date: engine.date)
    }
}
