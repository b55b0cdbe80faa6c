import FoundationEssentials
import HTTPExchange

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

    /// One thing that keeps the settings from being used.
    public struct Fault: Error, Hashable, Sendable, CustomStringConvertible {
        /// The setting, by its name here: `url`, `timeZone`, `user`, `limits.answerBytes`.
        public var setting: String
        /// What it holds, without any secret.
        public var value: String
        /// What it may hold.
        public var allowed: String

        /// All three on one line.
        public var description: String { "\(setting): \(value) is not allowed; \(allowed)" }
    }

    /// Everything that keeps these settings from being used; empty if they can be.
    ///
    /// Looks the time zone up in the system's zone files; makes no connection.
    public func faults() -> [Fault] {
        var faults: [Fault] = []
        if let fault = CalDAVSettings.fault(ofURL: url, allowsPlainHTTP: allowsPlainHTTP) {
            faults.append(fault)
        }
        if Zone.named(timeZone) == nil {
            let allowed =
                Zone.named("Europe/London") == nil
                ? "no zone files under /usr/share/zoneinfo: install the package tzdata"
                : "allowed is an IANA name such as Europe/Moscow"
            faults.append(Fault(setting: "timeZone", value: timeZone.oneLine(80), allowed: allowed))
        }
        if user.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 == UInt8(ascii: ":") }) {
            faults.append(
                Fault(
                    setting: "user", value: user.oneLine(80),
                    allowed: "allowed is text without colon and control characters"))
        }
        if !(1...CalDAVLimits.greatestAnswerBytes).contains(limits.answerBytes) {
            faults.append(
                Fault(
                    setting: "limits.answerBytes", value: "\(limits.answerBytes)",
                    allowed: "allowed is 1 to \(CalDAVLimits.greatestAnswerBytes)"))
        }
        return faults
    }

    /// What keeps an address from being used; nil if it can be.
    ///
    /// `https` is asked for, except for loopback, so that no password travels in the clear.
    public static func fault(ofURL url: String, allowsPlainHTTP: Bool) -> Fault? {
        guard let parts = URLComponents(string: url), let scheme = parts.scheme?.lowercased(),
            let host = parts.host, !host.isEmpty, ["http", "https"].contains(scheme)
        else {
            let shown = url.contains("@") ? "the address" : url.oneLine(120)
            return Fault(
                setting: "url", value: shown, allowed: "allowed is https://host[:port]/path")
        }
        guard let origin = HTTPOrigin(parts) else {
            return Fault(
                setting: "url", value: "port \(parts.port ?? 0)",
                allowed: "allowed is a port from 1 to 65535")
        }
        if parts.user != nil || parts.password != nil {
            return Fault(
                setting: "url", value: "\(scheme)://…@\(host)",
                allowed: "user and password belong into user and password_file")
        }
        if parts.query != nil || parts.fragment != nil {
            return Fault(
                setting: "url", value: "\(scheme)://\(host)\(parts.path)?…".oneLine(120),
                allowed: "allowed is an address without ? and #")
        }
        if scheme == "http" && !allowsPlainHTTP && !origin.isLoopback {
            return Fault(
                setting: "url", value: "\(scheme)://\(host)".oneLine(120),
                allowed: "https is needed beyond loopback, or allow plain http by its own key")
        }
        return nil
    }
}

extension CalDAVSettings: CustomStringConvertible, CustomReflectable {
    /// The settings without the password.
    public var description: String { "CalDAV \(url) as \(user.isEmpty ? "nobody" : user)" }

    /// The same as ``description``, so that a dump shows no password either.
    public var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}
