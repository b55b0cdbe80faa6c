/// Where the journal lies and how long it keeps what it was given; from `journal` of the configuration.
public struct JournalSettings: Hashable, Sendable {
    /// What ``retentionDays`` may be.
    public static let allowedRetentionDays = 1...3650

    /// Path of the database file; `-wal` and `-shm` beside it belong to it.
    ///
    /// Its directory has to be there already and to be writable.
    public var path: String
    /// Days after which history is deleted; 1-3650, 400 by default.
    ///
    /// Holds for edges, presence, presses, messages, verdicts, past bookings, sync history and final outbox entries, never
    /// for open outbox entries, open sittings and certificates. Values outside the range count as the nearest one inside.
    public var retentionDays: Int

    /// Makes the settings.
    public init(path: String, retentionDays: Int = 400) {
        self.path = path
        self.retentionDays = min(
            max(retentionDays, Self.allowedRetentionDays.lowerBound),
            Self.allowedRetentionDays.upperBound)
    }
}
