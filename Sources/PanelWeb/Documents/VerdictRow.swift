public import RoomCore

/// One row of `/api/v1/verdicts`: a judgement with its evidence.
public struct VerdictRow: Hashable, Sendable, Codable {
    /// Its number, in the order given.
    public var number: Int64
    /// When it was given.
    public var givenAt: Timestamp
    /// The booking judged.
    public var booking: String
    /// When the booking was to begin.
    public var startsAt: Timestamp
    /// When the booking was to end.
    public var endsAt: Timestamp
    /// Which question it answers.
    public var phase: Verdict.Kind.Phase
    /// What was found.
    public var verdict: Verdict.Kind
    /// Late by, unused, or overrun, by verdict; nil for the others.
    @NullWhenNil public var seconds: Int?
    /// Why nothing could be told; nil but for `unverifiable`.
    @NullWhenNil public var reason: Verdict.Reason?
    /// The number of the verdict this one corrects; nil if it is the first.
    @NullWhenNil public var replaces: Int64?
    /// What the panel knew.
    public var evidence: EvidenceDocument
    /// Whether the panel only watched, so that nothing followed from it.
    public var shadow: Bool

    private enum CodingKeys: String, CodingKey {
        case number, booking, phase, verdict, seconds, reason, replaces, evidence, shadow
        case givenAt = "given_at"
        case startsAt = "starts_at"
        case endsAt = "ends_at"
    }
}

extension VerdictRow {
    /// Puts a verdict into the words of the contract.
    public init(_ verdict: Verdict) {
        self.init(
            number: verdict.number, givenAt: Timestamp(verdict.givenAt),
            booking: verdict.booking.text, startsAt: Timestamp(verdict.span.start),
            endsAt: Timestamp(verdict.span.end), phase: verdict.kind.phase, verdict: verdict.kind,
            seconds: verdict.seconds, reason: verdict.reason, replaces: verdict.replaces,
            evidence: EvidenceDocument(verdict.evidence), shadow: verdict.isShadow)
    }

    /// The verdict that the row tells of.
    package var judgement: Verdict {
        Verdict(
            number: number, booking: BookingID(booking),
            span: Span(start: startsAt.wall, end: endsAt.wall), givenAt: givenAt.wall,
            kind: verdict, seconds: seconds, reason: reason, replaces: replaces,
            evidence: evidence.known, isShadow: shadow)
    }
}

extension VerdictRow: ListingRow {
    static let columns =
        [
            "number", "given_at", "booking", "starts_at", "ends_at", "phase", "verdict", "seconds",
            "reason", "replaces",
        ] + EvidenceDocument.columns + ["shadow"]

    var cells: [String] {
        [
            number.description, givenAt.description, booking, startsAt.description,
            endsAt.description, phase.rawValue, verdict.rawValue, seconds.cell,
            reason.cell(\.rawValue), replaces.cell,
        ] + evidence.cells + [shadow.description]
    }
}
