import FoundationEssentials
import HTTPTypes
package import HummingbirdCore
package import NIOCore

/// The JSON that a request brings.
package struct JSONBody {
    private let request: Request
    private let limit: Int

    /// Prepares to read the body of `request`, `limit` bytes of it at most.
    package init(of request: Request, limit: Int) {
        self.request = request
        self.limit = limit
    }

    /// Refuses another type of body.
    ///
    /// A page of another site cannot send JSON without being asked about first.
    ///
    /// - Throws: ``ErrorReply``, 415.
    package func checkType() throws(ErrorReply) {
        let type = request.headers[.contentType] ?? ""
        guard type.prefix(while: { $0 != ";" }).trimmed.lowercased() == "application/json" else {
            throw ErrorReply(
                status: .unsupportedMediaType, code: "not_json",
                message: "Content-Type must be application/json, not \"\(type.clipped)\"")
        }
    }

    /// The document that the body is.
    ///
    /// - Parameters:
    ///   - code: the code of the error where it is JSON, but does not fit.
    ///   - allowed: what is allowed, in words.
    /// - Throws: ``ErrorReply``, 413 or 400.
    package func document<Document: Decodable>(
        _ type: Document.Type, orError code: String, _ allowed: String
    ) async throws -> Document {
        let (decoder, data) = (JSONDecoder(), Data(try await bytes().readableBytesView))
        guard (try? decoder.decode(AnyJSON.self, from: data)) != nil else {
            throw ErrorReply.badRequest("bad_json", "the body is not JSON; \(allowed)")
        }
        guard let document = try? decoder.decode(type, from: data) else {
            throw ErrorReply.badRequest(code, "the body does not fit; \(allowed)")
        }
        return document
    }

    /// The body as it came.
    ///
    /// - Throws: ``ErrorReply``, 413 for a longer one, 400 for one that cannot be read.
    package func bytes() async throws -> ByteBuffer {
        do {
            return try await request.body.collect(upTo: limit)
        } catch is NIOTooManyBytesError {
            throw ErrorReply(
                status: .contentTooLarge, code: "body_too_long",
                message: "the body is longer than \(limit) bytes")
        } catch {
            // Chunks that are none, or a client that has left: its trouble, and no failure of the panel's.
            throw ErrorReply(
                status: .badRequest, code: "bad_body", message: "the body cannot be read",
                headers: [.connection: "close"])
        }
    }
}

/// Any JSON text, not looked into.
private struct AnyJSON: Decodable {
    init(from decoder: any Decoder) {}
}
