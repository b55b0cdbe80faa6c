import FoundationEssentials
public import HTTPExchange

/// Where the room's calendar lives and how to get at it.
public struct CalDAVSettings: Hashable, Sendable {
    /// A calendar, or a principal, home or server of which ``calendarName`` names one calendar.
    ///
    /// `https`, or `http` on loopback or with ``allowsPlainHTTP``. No user, password or fragment inside.
    public var url: String
    /// The account's name; empty for a server that asks for none.
    public var user: String
    /// The account's password; never shown.
    public var password: String
    /// The display name of the calendar; nil if ``url`` is the calendar itself or has just one.
    public var calendarName: String?
    /// The room's own mail address: tells which ATTENDEE of a booking is the room.
    ///
    /// Nil takes the only attendee with `CUTYPE=ROOM`.
    public var roomAddress: String?
    /// The room's IANA time zone: what all-day events and times without a zone are read in.
    public var timeZone: String
    /// Whether `http` is permitted beyond loopback.
    ///
    /// Default false: the password would travel in the clear.
    public var allowsPlainHTTP: Bool
    /// What an exchange may take at most.
    public var limits: CalDAVLimits

    /// Makes the settings; ``faults()`` tells whether they can be used.
    public init(
        url: String, user: String = "", password: String = "", calendarName: String? = nil,
        roomAddress: String? = nil, timeZone: String, allowsPlainHTTP: Bool = false,
        limits: CalDAVLimits = CalDAVLimits()
    ) {
        self.url = url
        self.user = user
        self.password = password
        self.calendarName = calendarName
        self.roomAddress = roomAddress
        self.timeZone = timeZone
        self.allowsPlainHTTP = allowsPlainHTTP
        self.limits = limits
    }

    /// Everything that keeps these settings from being used; empty if they can be.
    ///
    /// Looks the time zone up in the system's zone files; makes no connection.
    public func faults() -> [SettingFault] {
        var faults: [SettingFault] = []
        if let fault = CalDAVSettings.fault(ofURL: url, allowsPlainHTTP: allowsPlainHTTP) {
            faults.append(fault)
        }
        if Zone.named(timeZone) == nil {
            let hasZones = Zone.named("Europe/London") != nil
            faults.append(
                hasZones
                    ? .timeZone(timeZone)
                    : .timeZone(
                        timeZone,
                        "no zone files under /usr/share/zoneinfo: install the package tzdata"))
        }
        if user.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 == UInt8(ascii: ":") }) {
            faults.append(
                SettingFault(
                    "user", user.oneLine(80),
                    "allowed is text without colon and control characters"))
        }
        let bytes = SettingFault.limit(
            "answerBytes", limits.http.answerBytes, most: ExchangeLimits.greatestAnswerBytes)
        if let bytes { faults.append(bytes) }
        return faults
    }

    /// What keeps an address from being used; nil if it can be.
    ///
    /// `https` is asked for, except for loopback, so that no password travels in the clear.
    public static func fault(ofURL url: String, allowsPlainHTTP: Bool) -> SettingFault? {
        guard let parts = URLComponents(string: url), let scheme = parts.scheme?.lowercased(),
            let host = parts.host, !host.isEmpty, ["http", "https"].contains(scheme)
        else {
            let shown = url.contains("@") ? "the address" : url.oneLine(120)
            return SettingFault("url", shown, "allowed is https://host[:port]/path")
        }
        guard let origin = HTTPOrigin(parts) else {
            return SettingFault(
                "url", "port \(parts.port ?? 0)", "allowed is a port from 1 to 65535")
        }
        if parts.user != nil || parts.password != nil {
            return SettingFault(
                "url", "\(scheme)://…@\(host)",
                "user and password belong into user and password_file")
        }
        if parts.query != nil || parts.fragment != nil {
            return SettingFault(
                "url", "\(scheme)://\(host)\(parts.path)?…".oneLine(120),
                "allowed is an address without ? and #")
        }
        return .plainHTTP(
            "url", origin, shown: "\(scheme)://\(host)", isPermitted: allowsPlainHTTP)
    }
}

extension CalDAVSettings: CustomStringConvertible, CustomReflectable {
    /// The settings without the password.
    public var description: String { "CalDAV \(url) as \(user.isEmpty ? "nobody" : user)" }

    /// The same as ``description``, so that a dump shows no password either.
    public var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}
