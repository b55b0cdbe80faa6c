import FoundationEssentials
package import HTTPTypes
package import HummingbirdCore
import NIOCore

extension Response {
    /// An answer with a JSON document that nobody may keep.
    package static func json(
        _ document: some Encodable, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) -> Response {
        var headers = headers
        headers[.contentType] = "application/json"
        headers[.cacheControl] = "no-store"
        return Response(
            status: status, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(json: document)))
    }
}

extension ByteBuffer {
    /// The JSON text of a document: one line, keys in alphabetical order.
    init(json document: some Encodable) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            self.init(bytes: try encoder.encode(document))
        } catch {
            // Documents hold strings, whole numbers and truth values only: there is nothing that JSON cannot say.
            preconditionFailure("a document cannot be written as JSON: \(error)")
        }
    }
}
