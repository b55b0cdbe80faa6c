import HummingbirdCore
import Logging
import NIOCore

/// The body of a listing: written page by page, as fast as its reader takes it.
struct ListingBody<Element: Sendable, Row: ListingRow>: Sendable {
    /// How the rows are written.
    let encoder: ListingEncoder<Row>
    /// The rows that were read already.
    let first: [Element]
    /// Reads the others; nil if there are none.
    let pager: Pager<Element>?
    /// Makes a row of what was read.
    let row: @Sendable (Element) -> Row
    /// The right to be written; given back with the body.
    let pass: ListingGate.Pass
    /// Where it is told when it breaks off.
    let logger: Logger

    /// The body for the server to write.
    ///
    /// If reading fails on the way, the connection is closed without the end of the body: the reader sees that
    /// something is missing.
    var responseBody: ResponseBody {
        ResponseBody { writer in
            do {
                try await write(to: &writer)
            } catch {
                logger.warning(
                    "listing broke off", metadata: ["error": "\("\(error)".clipped(to: 256))"])
                throw error
            }
            try await writer.finish(nil)
        }
    }

    @concurrent private func write(to writer: inout any ResponseBodyWriter) async throws {
        var encoder = encoder
        var rest = pager
        try await writer.write(encoder.head())
        var page: [Element]? = first
        while let elements = page {
            try await writer.write(encoder.page(elements.map(row)))
            page = try await rest?.next()
        }
        try await writer.write(encoder.tail())
    }
}
