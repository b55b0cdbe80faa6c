public import HTTPExchange

/// Where a portal keeps the room, and how to get at it.
public struct Bitrix24Settings: Sendable {
    /// How a portal keeps a room.
    public enum Source: String, Hashable, Sendable, Codable, CaseIterable {
        /// The calendar of a group, a project or a collab; the id is the group's.
        case group
        /// A section of the company calendar; the id is the section's.
        case company
        /// One of the portal's meeting rooms; the id is the room's, which is its section's.
        case location
        /// A resource of Online booking; the id is the resource's.
        case booking
        /// A resource of the older CRM field "resource booking"; read only. The id is the resource's.
        case resource
    }

    /// The languages that people are told things in.
    public enum Language: String, Hashable, Sendable, Codable, CaseIterable {
        /// Russian.
        case ru
        /// English.
        case en
    }

    /// The incoming webhook's address, as the portal shows it: `https://{portal}/rest/{user}/{secret}/`.
    ///
    /// Holds the secret; never shown.
    public var webhook: String
    /// How the portal keeps the room.
    public var source: Source
    /// The room's id there; positive.
    public var sourceID: Int64
    /// What is booked together with the room, all or none: ids of the same source.
    ///
    /// At most 8; not for `resource`.
    public var alsoBooks: [Int64]
    /// The room's IANA time zone: what whole days and times without a zone are read in.
    public var timeZone: String
    /// Whether titles and organisers are wanted: meeting rooms (`location`) need a request more to know titles, and
    /// which of their bookings are private.
    public var wantsTitles: Bool
    /// The language of messages to people whose own the portal does not tell.
    public var language: Language
    /// The panels that reach the portal from one address.
    public var fleet: Fleet
    /// Whether `http` is permitted beyond loopback.
    ///
    /// Default false: the secret would travel in the clear.
    public var allowsPlainHTTP: Bool
    /// What an exchange may take at most.
    public var limits: Bitrix24Limits

    /// Makes the settings; ``faults()`` tells whether they can be used.
    public init(
        webhook: String, source: Source, sourceID: Int64, alsoBooks: [Int64] = [],
        timeZone: String, wantsTitles: Bool = true, language: Language = .ru,
        fleet: Fleet = Fleet(),
        allowsPlainHTTP: Bool = false, limits: Bitrix24Limits = Bitrix24Limits()
    ) {
        self.webhook = webhook
        self.source = source
        self.sourceID = sourceID
        self.alsoBooks = alsoBooks
        self.timeZone = timeZone
        self.wantsTitles = wantsTitles
        self.language = language
        self.fleet = fleet
        self.allowsPlainHTTP = allowsPlainHTTP
        self.limits = limits
    }

    /// Everything that keeps these settings from being used; empty if they can be.
    ///
    /// Looks the time zone up in the system; makes no connection.
    public func faults() -> [SettingFault] {
        var faults: [SettingFault] = []
        if let fault = Self.fault(ofWebhook: webhook, allowsPlainHTTP: allowsPlainHTTP) {
            faults.append(fault)
        }
        if sourceID < 1 {
            faults.append(
                SettingFault("sourceID", "\(sourceID)", "allowed is a number from 1 on"))
        }
        faults += alsoBooksFaults
        if Zone.named(timeZone) == nil { faults.append(.timeZone(timeZone)) }
        return faults
            + [
                SettingFault.limit(
                    "answerBytes", limits.http.answerBytes, most: ExchangeLimits.greatestAnswerBytes
                ),
                SettingFault.limit(
                    "answerValues", limits.answerValues,
                    most: Bitrix24Limits.greatestAnswerValues),
            ].compactMap(\.self)
    }

    private var alsoBooksFaults: [SettingFault] {
        let ids = alsoBooks
        let isGood =
            ids.count <= 8 && Set(ids).count == ids.count && ids.allSatisfy { $0 > 0 }
            && !ids.contains(sourceID) && (source != .resource || ids.isEmpty)
        if isGood { return [] }
        let allowed =
            source == .resource
            ? "the source resource can only be read"
            : "allowed are up to 8 different ids from 1 on, other than the room's own"
        let value = ids.prefix(16).map(String.init).joined(separator: ", ").oneLine(80)
        return [SettingFault("alsoBooks", value, allowed)]
    }

    /// What keeps a webhook's address from being used; nil if it can be.
    ///
    /// Nothing of the address is shown but, where it has one, the portal: the rest may hold the secret.
    public static func fault(ofWebhook text: String, allowsPlainHTTP: Bool) -> SettingFault? {
        guard let webhook = Webhook(text) else {
            let shown = text.trimmed.isEmpty ? "nothing" : "what the file holds"
            return SettingFault(
                "webhook", shown,
                "allowed is https://PORTAL/rest/USER/SECRET/ as the portal shows it")
        }
        return .plainHTTP(
            "webhook", webhook.origin, shown: "\(webhook.origin)", isPermitted: allowsPlainHTTP)
    }
}

extension Bitrix24Settings: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable
{
    /// The settings without the webhook's secret.
    public var description: String {
        "Bitrix24 \(source.rawValue) \(sourceID) at \(Webhook(webhook)?.description ?? "nowhere")"
    }

    /// The same as ``description``.
    public var debugDescription: String { description }

    /// The same as ``description``, so that a dump shows no secret either.
    public var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}
