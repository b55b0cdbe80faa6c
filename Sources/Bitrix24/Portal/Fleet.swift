import RoomCore

/// How panels that reach the portal from one address share what it allows.
///
/// The portal counts requests by source address, and panels behind one router do not know of each other. So the number
/// is configured, and everything that would happen at all panels at once is spread: the polls, the first read after
/// the power came back, and the marks and messages that fall due at the same minute everywhere.
public struct Fleet: Hashable, Sendable {
    /// Panels behind the address: 1 - 300.
    public var panels: Int

    /// Makes a fleet of so many panels; a number outside the range is brought inside.
    public init(panels: Int = 1) {
        self.panels = min(max(panels, 1), Self.greatest)
    }

    /// The most panels that can share one address: with more, the load comes too near to the limit.
    public static let greatest = 300

    /// The least interval of polls: 30 s, or 1.5 s for each panel.
    ///
    /// Uses a third of the requests that the portal allows, so that presses, marks and other programs find room.
    public var leastPoll: Duration { max(.seconds(30), .milliseconds(1_500) * panels) }

    /// Over how long the first read is spread.
    public var firstReadSpread: Duration { panels <= 10 ? .zero : leastPoll }

    /// Over how long marks are spread that fall due at the same time: 4.5 s for each panel, beyond ten panels.
    public var markSpread: Duration { panels <= 10 ? .zero : .milliseconds(4_500) * panels }

    /// Over how long messages are spread that are due at the same time: 6 s for each panel, beyond ten panels.
    public var messageSpread: Duration { panels <= 10 ? .zero : .seconds(6) * panels }
}
