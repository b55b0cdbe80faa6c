/// The JSON of `/api/v1/bookings`, `/api/v1/log`, `/api/v1/verdicts`, `/api/v1/stats` and `/api/v1/report`.
public struct Listing<Row: Codable & Hashable & Sendable>: Hashable, Sendable, Codable {
    /// The first instant of the window that was asked for.
    public var from: Timestamp
    /// The first instant after the window.
    public var to: Timestamp
    /// The rows, in the order of time.
    public var rows: [Row]

    /// Makes a listing.
    public init(from: Timestamp, to: Timestamp, rows: [Row]) {
        self.from = from
        self.to = to
        self.rows = rows
    }
}

/// A row of a listing that can also be written as a line of CSV.
protocol ListingRow: Codable, Hashable, Sendable {
    /// The names of the columns.
    static var columns: [String] { get }
    /// The text of each column, in the order of ``columns``; empty stands for null.
    var cells: [String] { get }
}

extension Optional {
    /// The text of the value in a cell; empty for nil.
    func cell(_ text: (Wrapped) -> String) -> String {
        map(text) ?? ""
    }
}

extension Optional where Wrapped: CustomStringConvertible {
    /// The text of the value in a cell; empty for nil.
    var cell: String { cell(\.description) }
}
