import CivilCalendar
import GRDB
import JSONText

/// One method of the REST API.
struct RESTMethod: Sendable {
    /// The name as it is documented.
    let name: String
    /// Any of these admits a webhook; empty for what every webhook may call.
    let scopes: [String]
    /// Top-level parameters that it knows.
    let parameters: [String]
    /// What it does.
    let body: @Sendable (Call) throws -> Outcome

    init(
        _ name: String, _ scopes: [String], _ parameters: [String],
        _ body: @escaping @Sendable (Call) throws -> Outcome
    ) {
        self.name = name
        self.scopes = scopes
        self.parameters = parameters
        self.body = body
    }

    /// The part of the portal it belongs to: `calendar`, `booking`.
    var part: String { name.split(separator: ".").first.map(String.init) ?? name }
}

/// What a method answers with.
struct Outcome: Sendable {
    /// The result.
    var result: JSON
    /// How many there are in all, of lists that tell.
    var total: Int?
    /// The offset of the next page, of lists that tell and have one.
    var next: Int?

    init(_ result: JSON, total: Int? = nil, next: Int? = nil) {
        self.result = result
        self.total = total
        self.next = next
    }

    /// One page of 50 of a list that tells its length.
    static func page(_ rows: [JSON], start: Int) -> Outcome {
        let end = min(start + 50, rows.count)
        let page = start < end ? Array(rows[start..<end]) : []
        return Outcome(.array(page), total: rows.count, next: end < rows.count ? end : nil)
    }
}

/// Everything a method needs to know of the call that it answers.
struct Call {
    /// Who calls.
    let caller: Caller
    /// What it was called with.
    let arguments: Arguments
    /// The database, in a transaction that is rolled back if the method throws.
    let db: Database
    /// How the portal is set up, and behaves where nobody knows how the real one does.
    let portal: PortalSetup
    /// What o'clock it is on the portal, in seconds since 1970.
    let now: Int

    /// The zone of the calling user.
    var callerZone: Zone { Zone(caller.user.timeZone) ?? portal.serverZone }
    /// What is not known of real portals.
    var switches: PortalSwitches { portal.switches }
    /// The time as the server's clock shows it.
    var serverTime: CivilTime { portal.serverZone.local(at: now) }

    /// The same call with other arguments, for methods that are made of others.
    func with(_ members: JSON.Members) -> Call {
        Call(
            caller: caller, arguments: Arguments(method: arguments.method, members: members),
            db: db, portal: portal, now: now)
    }
}

/// Who calls: a user, with what the webhook may.
struct Caller: Sendable {
    /// The user whose rights apply.
    let user: UserRecord
    /// The webhook's scopes; nil for calls that come from the portal's own page.
    let scopes: Set<String>?
    /// What tells one webhook from another in the operating limit.
    let key: String

    /// The user's number.
    var id: Int { user.id }

    func may(_ method: RESTMethod) -> Bool {
        guard let scopes, !method.scopes.isEmpty else { return true }
        return method.scopes.contains { scopes.contains($0) }
    }
}

/// How a portal is set up at the moment of a call.
struct PortalSetup: Sendable {
    /// How it writes dates.
    var culture: Culture
    /// The zone that its server runs in, the cause of skewed `*_TS_UTC`.
    var serverZone: Zone
    /// How it behaves where nobody knows.
    var switches: PortalSwitches

    /// Reads dates of requests.
    var dates: DateReader { DateReader(culture: culture) }
}
