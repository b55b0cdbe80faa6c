public import GPIO
public import Journal
public import PanelWeb
public import RoomCore

/// The panel's configuration: everything `panel.yaml` says, checked.
public struct PanelConfiguration: Hashable, Sendable {
    /// The server part.
    public struct Server: Hashable, Sendable {
        /// What kind of server.
        public var kind: RoomSettings.ServerKind
        /// Where it is; empty without a server.
        public var url: String
        /// Who the panel is there.
        public var user: String
        /// The file that holds the password; nil where none is needed.
        public var passwordFile: String?
        /// The calendar's name, where the URL is a principal's.
        public var calendar: String?
        /// The room's own address in other people's events.
        public var roomAddress: String?
        /// How often to read; 5 s - 1 h.
        public var poll: Duration
        /// Whether http without TLS is allowed beyond the loopback.
        public var allowsPlainHTTP: Bool
    }

    /// The room's identity and rules, sensors included.
    public var room: RoomSettings
    /// Chip, inputs and lamps; the inputs are the sensors in the order of ``RoomSettings/sensors``, then the button.
    public var gpio: GPIOSettings
    /// The server part.
    public var server: Server
    /// Where the page is served: address and port; nil switches it off.
    public var listen: ListenAddress?
    /// The journal's file, and how long it keeps things.
    public var journal: JournalSettings
}
