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
    /// Makes a row of what was read; nil leaves it out.
    let row: @Sendable (Element) -> Row?
    /// The right to be written; given back with the body.
    let pass: ListingGate.Pass
    /// Lets go of a reader who takes nothing.
    let sender: PatientWriter
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
                // A client that leaves, or does not read, is no trouble of the panel's.
                logger.debug("listing broke off", metadata: Self.metadata(error))
                throw error
            }
            try await writer.finish(nil)
        }
    }

    @concurrent private func write(to writer: inout any ResponseBodyWriter) async throws {
        var encoder = encoder
        var rest = pager
        try await sender.write(encoder.head(), to: &writer)
        var page: [Element]? = first
        while let elements = page {
            let rows = elements.compactMap(row)
            if !rows.isEmpty { try await sender.write(encoder.page(rows), to: &writer) }
            page = try await next(&rest)
        }
        try await sender.write(encoder.tail(), to: &writer)
    }

    private func next(_ rest: inout Pager<Element>?) async throws -> [Element]? {
        do {
            return try await rest?.next()
        } catch {
            logger.warning("listing cannot be read on", metadata: Self.metadata(error))
            throw error
        }
    }

    private static func metadata(_ error: any Error) -> Logger.Metadata {
        ["error": "\("\(error)".clipped(to: 256))"]
    }
}
