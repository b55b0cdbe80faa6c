import NIOCore
import RoomCore

/// Writes a listing piece by piece: its beginning, any number of pages, its end.
struct ListingEncoder<Row: ListingRow>: Sendable {
    private let query: ListingQuery
    private var hasRows = false

    /// Prepares to write what was asked for.
    init(_ query: ListingQuery) {
        self.query = query
    }

    /// The beginning, before the first row.
    func head() -> ByteBuffer {
        switch query.format {
        case .csv: ByteBuffer(string: CSV.line(Row.columns))
        case .json: ByteBuffer(string: #"{"from":"\#(Timestamp(query.window.start))","rows":["#)
        }
    }

    /// The next rows.
    mutating func page(_ rows: [Row]) -> ByteBuffer {
        var buffer = ByteBuffer()
        for row in rows {
            switch query.format {
            case .csv:
                buffer.writeString(CSV.line(row.cells))
            case .json:
                buffer.writeString(hasRows ? ",\n" : "\n")
                buffer.writeImmutableBuffer(ByteBuffer(json: row))
            }
            hasRows = true
        }
        return buffer
    }

    /// The end, after the last row.
    func tail() -> ByteBuffer {
        switch query.format {
        case .csv: ByteBuffer()
        case .json:
            ByteBuffer(
                string: (hasRows ? "\n" : "") + #"],"to":"\#(Timestamp(query.window.end))"}"#
                    + "\n")
        }
    }
}
