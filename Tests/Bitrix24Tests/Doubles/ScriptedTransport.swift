import HTTPExchange
import Synchronization

@testable import Bitrix24

/// Answers with what a test has prepared, in order, and then with one answer for ever.
final class ScriptedTransport: HTTPTransport {
    private struct State: Sendable {
        var next: [Result<HTTPAnswer, TransportFailure>] = []
        var last = ScriptedTransport.answer(#"{"result":[]}"#)
        var requests = 0
    }

    private let state = Mutex(State())

    /// Requests so far.
    var requests: Int { state.withLock { $0.requests } }

    /// Prepares the next answers.
    func next(results: [Result<HTTPAnswer, TransportFailure>]) {
        state.withLock { $0.next = results }
    }

    /// Prepares the next answers.
    func next(_ answers: HTTPAnswer...) { next(results: answers.map { .success($0) }) }

    /// What is answered once nothing else is prepared.
    func last(_ answer: HTTPAnswer) { state.withLock { $0.last = answer } }

    func exchange(_ request: HTTPRequest) async throws(TransportFailure) -> HTTPAnswer {
        let answer: Result<HTTPAnswer, TransportFailure> = state.withLock { state in
            state.requests += 1
            return state.next.isEmpty ? .success(state.last) : state.next.removeFirst()
        }
        return try answer.get()
    }

    func shutdown() async {}

    /// An answer of the webhook's portal, or of something in its place.
    static func answer(
        _ body: String, status: Int = 200, type: String = "application/json",
        headers: [HTTPField] = []
    ) -> HTTPAnswer {
        HTTPAnswer(
            status: status, headers: [HTTPField("content-type", type)] + headers,
            body: Array(body.utf8))
    }
}
