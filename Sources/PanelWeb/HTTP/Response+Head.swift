import HTTPTypes
import HummingbirdCore
import NIOCore

extension Response {
    /// The answer to `HEAD`: the same headers, with the length the body would have had.
    ///
    /// The length of a streamed body is found by streaming it to nowhere: an answer to `HEAD` must not be chunked.
    func withoutBody() async throws -> Response {
        guard body.contentLength == nil else { return createHeadResponse() }
        let counter = ByteCounter()
        try await body.write(counter)
        var head = createHeadResponse()
        head.headers[.contentLength] = counter.bytes.description
        return head
    }
}

/// Counts what is written to it, and forgets it.
private final class ByteCounter: ResponseBodyWriter {
    private(set) var bytes = 0

    func write(_ buffer: ByteBuffer) async throws {
        bytes += buffer.readableBytes
    }

    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
