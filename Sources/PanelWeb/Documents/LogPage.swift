/// The JSON of `/api/v1/log/page`.
public struct LogPage: Hashable, Sendable, Codable {
    /// The first instant of the window that was asked for.
    public var from: Timestamp
    /// The first instant after the window.
    public var to: Timestamp
    /// The rows, in the order of time.
    public var rows: [LogRow]
    /// What `after` has to be for the next page; nil if this one is empty, which is the end.
    @NullWhenNil public var next: String?
}
