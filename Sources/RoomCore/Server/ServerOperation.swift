/// What is asked of the server, in one word; journal, metrics and log say it by the raw value.
public enum ServerOperation: String, Hashable, Sendable, Codable, CaseIterable {
    /// Read the schedule.
    case read
    /// Make a booking.
    case create
    /// Give a booking another end.
    case changeEnd = "change_end"
    /// Take back a booking of the panel's own.
    case withdraw
    /// Write the state of a booking back.
    case mark

    /// Those that change something: all but ``read``.
    public static let writes = allCases.filter { $0 != .read }
}

extension ServerWrite {
    /// What kind of exchange it is, as in ``SyncRecord/operation``.
    public var operation: ServerOperation {
        switch self {
        case .create: .create
        case .changeEnd: .changeEnd
        case .withdraw: .withdraw
        case .mark: .mark
        }
    }
}
