public import RoomCore

/// A stretch of exchanges with the server that all went alike, at most an hour long: one line of the sync history.
///
/// The panel asks every 30 s and mostly hears the same; a row for each answer would wear the card for nothing.
public struct SyncStretch: Hashable, Sendable, Codable {
    /// Longest time from the first exchange to the last, so that an hour's history can be told from the next.
    static let greatestLength = Duration.seconds(3600)

    /// What was tried.
    public var operation: ServerOperation
    /// When the first answer was in.
    public var firstAt: WallTime
    /// When the last answer was in; the first one's time if there was one only.
    public var lastAt: WallTime
    /// How many exchanges it stands for; at least 1.
    public var exchanges: Int
    /// What kind of failure they ended in; nil if all went well.
    public var failure: ServerFailure.Kind?
    /// One line about the failure; nil if all went well.
    public var message: String?

    /// Makes a stretch.
    public init(
        operation: ServerOperation, firstAt: WallTime, lastAt: WallTime, exchanges: Int,
        failure: ServerFailure.Kind? = nil, message: String? = nil
    ) {
        self.operation = operation
        self.firstAt = firstAt
        self.lastAt = lastAt
        self.exchanges = exchanges
        self.failure = failure
        self.message = message
    }

    init(_ record: SyncRecord) {
        self.init(
            operation: record.operation, firstAt: record.at, lastAt: record.at, exchanges: 1,
            failure: record.failure, message: record.message)
    }

    /// Takes in one more exchange, if it went like the others and came soon enough.
    mutating func extend(by record: SyncRecord) -> Bool {
        guard record.operation == operation, record.failure == failure, record.message == message,
            record.at >= lastAt, record.at - firstAt <= Self.greatestLength
        else { return false }
        lastAt = record.at
        exchanges += 1
        return true
    }
}
