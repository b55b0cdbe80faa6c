public import Bitrix24
public import GPIO
public import Journal
public import PanelWeb
public import RoomCore

/// The panel's configuration: everything `panel.yaml` says, checked.
public struct PanelConfiguration: Hashable, Sendable {
    /// The server part.
    public struct Server: Hashable, Sendable {
        /// Where the bookings live.
        public var place: Place
        /// How often to read; 5 s - 1 h.
        public var poll: Duration
        /// Whether http without TLS is allowed beyond the loopback.
        public var allowsPlainHTTP: Bool

        /// What kind of server.
        public var kind: RoomSettings.ServerKind {
            switch place {
            case .none: .none
            case .caldav: .caldav
            case .bitrix24: .bitrix24
            }
        }
    }

    /// Where the bookings live.
    public enum Place: Hashable, Sendable {
        /// Nowhere but here.
        case none
        /// A CalDAV server.
        case caldav(Calendar)
        /// A Bitrix24 portal.
        case bitrix24(Portal)
    }

    /// A calendar on a CalDAV server.
    public struct Calendar: Hashable, Sendable {
        /// Where it is.
        public var url: String
        /// Who the panel is there.
        public var user: String
        /// The file that holds the password; nil where none is needed.
        public var passwordFile: String?
        /// The calendar's name, where the URL is a principal's.
        public var name: String?
        /// The room's own address in other people's events.
        public var roomAddress: String?
    }

    /// A room on a Bitrix24 portal.
    public struct Portal: Hashable, Sendable {
        /// The file that holds the incoming webhook's address.
        public var webhookFile: String
        /// How the portal keeps the room.
        public var source: Bitrix24Settings.Source
        /// Its id there.
        public var sourceID: Int64
        /// What is booked together with it.
        public var alsoBooks: [Int64]
        /// Panels that reach the portal from the same address; 1 - 300.
        public var panels: Int
        /// What organisers are told.
        public var messages: Set<Message.Kind>
        /// The language of messages to people whose own the portal does not tell.
        public var language: Bitrix24Settings.Language
    }

    /// A sensor that reports over HTTP; how it is judged stands in ``RoomSettings/sensors``.
    public struct ReportedSensor: Hashable, Sendable {
        /// Its name there.
        public var name: String
        /// The file that holds its token.
        public var tokenFile: String
    }

    /// The files that the page is served under TLS with.
    public struct Certificate: Hashable, Sendable {
        /// The certificate in PEM, and behind it those that lead to an authority.
        public var file: String
        /// Its private key in PEM.
        public var keyFile: String
    }

    /// The room's identity and rules, sensors included.
    public var room: RoomSettings
    /// Chip, inputs and lamps; the inputs are the sensors in the order of ``RoomSettings/sensors``, then the button.
    public var gpio: GPIOSettings
    /// The sensors that report over HTTP; they come last in ``RoomSettings/sensors``.
    public var reported: [ReportedSensor]
    /// The server part.
    public var server: Server
    /// Where the page is served: address and port; nil switches it off.
    public var listen: ListenAddress?
    /// What the page may be called besides the loopback and the panel's own addresses.
    public var names: PanelNames
    /// What the page speaks.
    public var language: PageLanguage
    /// What the page is served under TLS with; nil to serve it without.
    public var certificate: Certificate?
    /// The file that holds the desk's password as `domovoy desk password` prints it; nil where there is no desk.
    public var deskPasswordFile: String?
    /// The journal's file, and how long it keeps things.
    public var journal: JournalSettings
}

extension PanelConfiguration {
    /// Where a program on this machine finds the page; nil if it is off.
    ///
    /// Under TLS by the first of `web.names`, since a certificate is more often for a name than for an address.
    var pageURL: String? {
        guard let listen else { return nil }
        guard certificate != nil else { return "http://\(listen)" }
        return names.first.map { "https://\($0):\(listen.port)" } ?? "https://\(listen)"
    }
}
