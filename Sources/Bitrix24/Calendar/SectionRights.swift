import JSONText
import RoomCore

/// The sections of a calendar, and what the webhook's user may do in them.
struct SectionRights: Hashable, Sendable {
    /// One section as `calendar.section.get` sends it.
    struct Section: Hashable, Sendable {
        var id: Int64
        var name: String
        var mayView: Bool
        var mayAdd: Bool
        var mayEdit: Bool

        /// Takes a section up; nil if it has no id.
        ///
        /// Rights that are not told are taken as given.
        init?(_ value: JSON) {
            guard let id = value["ID"]?.wholeNumber, id > 0 else { return nil }
            self.id = id
            name = value["NAME"]?.text ?? ""
            let rights = value["PERM"]
            mayView = rights?["view_time"]?.isYes ?? true
            mayAdd = rights?["add"]?.isYes ?? true
            mayEdit = rights?["edit"]?.isYes ?? true
        }
    }

    var sections: [Section]
    /// The portal's clock in the answer.
    var date: WallTime?

    /// Whether the list may have been cut at one page, so that nothing follows from a section's absence.
    var mayBeCut: Bool { sections.count >= Bitrix24Limits.pageRows }

    init(_ answer: Envelope, _ session: PortalSession) throws(Bitrix24Error) {
        sections = try session.rows(Self.method, answer.result, date: answer.date) { Section($0) }
        date = answer.date
    }

    /// The method that lists them.
    static let method = "calendar.section.get"

    /// The section that new bookings go to; nil if none takes them.
    func target(_ wanted: Int64?) -> Section? {
        sections.first { $0.mayAdd && (wanted == nil || $0.id == wanted) }
    }

    /// Whether bookings there may be changed.
    func mayEdit(_ wanted: Int64?) -> Bool {
        if let wanted { return sections.first { $0.id == wanted }?.mayEdit ?? true }
        return sections.contains(where: \.mayEdit)
    }

    /// Asks a portal.
    static func ask(
        _ session: PortalSession, type: String, ownerID: Int64
    ) async throws(Bitrix24Error) -> SectionRights {
        try SectionRights(
            try await session.call(
                method, ["type": .string(type), "ownerId": .integer(ownerID)], for: .read),
            session)
    }
}
