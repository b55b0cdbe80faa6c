/// How the portal behaves where nobody knows how the real one does.
///
/// Whoever writes to a portal has to be safe whichever way each of these turns out. Every one can be set at the start and
/// while the portal runs; the first choice of each is the default.
public struct PortalSwitches: Codable, Hashable, Sendable {
    /// Whether `calendar.event.add` and `.update` mind other events in the same calendar.
    public enum Overlap: String, Codable, CaseIterable, Sendable { case accepts, refuses }
    /// What a busy meeting room does to an event whose `location` names it.
    public enum BusyRoom: String, Codable, CaseIterable, Sendable {
        /// An error, nothing written.
        case refuses
        /// The event is made, its `LOCATION` empty.
        case empties
        /// The event is made, its `LOCATION` as sent, and no reservation.
        case keeps
        /// The event is made, and a second reservation.
        case doubles
    }
    /// What `location: "calendar_N"` does.
    public enum RoomWriting: String, Codable, CaseIterable, Sendable {
        /// The room is reserved.
        case reserves
        /// It is a text like any other.
        case text
    }
    /// Whether `calendar.event.add` takes the type `location`.
    public enum LocationEvents: String, Codable, CaseIterable, Sendable { case refuses, accepts }
    /// What Online booking does to a resource that is taken.
    public enum BookingOverlap: String, Codable, CaseIterable, Sendable {
        /// Error 1018.
        case refuses
        /// It is made.
        case accepts
        /// One more than there is place for is made; the next gets error 1018.
        case overbooks
    }
    /// Whether Online booking takes bookings outside a resource's slots.
    public enum OutsideSlots: String, Codable, CaseIterable, Sendable { case accepts, refuses }
    /// What `filter.within` of `booking.v1.booking.list` means.
    public enum Within: String, Codable, CaseIterable, Sendable { case overlaps, contains }
    /// Whether `filter.resourceId` of `booking.v1.booking.list` works.
    public enum ResourceFilter: String, Codable, CaseIterable, Sendable { case ignored, works }
    /// What the lists of Online booking say of their length.
    public enum BookingTotals: String, Codable, CaseIterable, Sendable { case absent, zero }
    /// How error codes of Online booking are written.
    public enum BookingErrorCodes: String, Codable, CaseIterable, Sendable { case numbers, digits }
    /// What a group's calendar answers to those who may not read it.
    public enum ForbiddenGroup: String, Codable, CaseIterable, Sendable { case empty, error }
    /// What `calendar.event.getbyid` answers if there is no such event.
    public enum MissingEvent: String, Codable, CaseIterable, Sendable { case null, error, empty }
    /// Whether `calendar.section.get` stops after 50.
    public enum SectionCap: String, Codable, CaseIterable, Sendable { case none, fifty }
    /// What `calendar.event.update` does to fields that are not sent.
    public enum PartialUpdate: String, Codable, CaseIterable, Sendable {
        /// Place, description, colours, accessibility and the mark of a private event are cleared.
        case clears
        /// The rule of a series, too.
        case clearsRules
        /// All are kept.
        case keeps
    }
    /// What `calendar.event.add` does for a person who never opened the calendar and has none.
    public enum FirstCalendar: String, Codable, CaseIterable, Sendable {
        /// An error: there is no section.
        case refuses
        /// A calendar is made.
        case makes
    }
    /// Whether `batch` itself counts in the operating limit, with what its commands cost.
    public enum BatchBilling: String, Codable, CaseIterable, Sendable { case billed, free }
    /// What becomes of the seconds of an event's times.
    public enum EventSeconds: String, Codable, CaseIterable, Sendable {
        /// `DATE_FROM` and `DATE_TO` are rounded to the nearest minute, 30 s up; `DATE_*_TS_UTC` keeps the seconds.
        case rounded
        /// They stay as sent.
        case kept
    }
    /// Which zone a date of an event is in that bears no offset.
    public enum LocalDates: String, Codable, CaseIterable, Sendable {
        /// That of `timezone_from`, as the documentation says since August 2025.
        case asWritten
        /// The server's, and the difference of the calling user's offset from the server's is added; a date with an
        /// offset becomes the calling user's wall clock. So the vendor's source has it.
        case serverZone
    }
    /// Whether lists of events show `DESCRIPTION`.
    public enum ListedDescriptions: String, Codable, CaseIterable, Sendable {
        /// As live rows of 2025 do.
        case shown
        /// Only `calendar.event.getbyid` does, as in the vendor's source.
        case hidden
    }
    /// Whether `recurrence_mode` is heeded; old versions change the whole series.
    public enum RecurrenceMode: String, Codable, CaseIterable, Sendable { case honoured, ignored }
    /// What `$result[id]` gives when that result is a bare number.
    public enum ScalarReference: String, Codable, CaseIterable, Sendable { case resolves, empty }
    /// What `TZ_OFFSET_*` of an occurrence says.
    public enum OccurrenceOffset: String, Codable, CaseIterable, Sendable { case series, own }
    /// What `TZ_FROM` of an all-day event says.
    public enum AllDayZone: String, Codable, CaseIterable, Sendable {
        case named, empty, null
    }
    /// Whether deleted events are still listed, with `DELETED` `Y`.
    public enum DeletedEvents: String, Codable, CaseIterable, Sendable { case hidden, listed }
    /// What the title of somebody else's private event reads.
    public enum PrivateTitles: String, Codable, CaseIterable, Sendable { case masked, shown }
    /// What `im.notify.personal.add` makes of a `TAG` without `CLIENT_ID`.
    public enum UntiedTag: String, Codable, CaseIterable, Sendable { case ignored, works }
    /// What becomes of parameters that a method does not know.
    public enum UnknownParameters: String, Codable, CaseIterable, Sendable { case ignored, refused }
    /// The HTTP status of `insufficient_scope`.
    public enum ScopeStatus: String, Codable, CaseIterable, Sendable {
        case forbidden, unauthorized
    }
    /// The form of a full bucket's answer.
    public enum LimitAnswer: String, Codable, CaseIterable, Sendable {
        /// 503 and JSON.
        case json503
        /// 429 and JSON, as the pages about bots have it.
        case json429
        /// 503 and an HTML page.
        case html503
    }
    /// How the numbers of `time` are written.
    public enum TimeNumbers: String, Codable, CaseIterable, Sendable { case doubles, integers }
    /// Whether `time` tells the operating figures.
    public enum OperatingFigures: String, Codable, CaseIterable, Sendable { case told, missing }
    /// The language of error texts; never to be switched on.
    public enum ErrorLanguage: String, Codable, CaseIterable, Sendable { case en, ru }
    /// Whether the Online booking tool is there.
    public enum BookingTool: String, Codable, CaseIterable, Sendable {
        case on
        /// Error 0, "disabled".
        case disabled
        /// Error 0, "not available": the plan lacks it.
        case unavailable
        /// `ERROR_METHOD_NOT_FOUND`: no such module.
        case missing
    }

    /// See ``Overlap``.
    public var calendarOverlap = Overlap.accepts
    /// See ``BusyRoom``.
    public var busyRoom = BusyRoom.refuses
    /// See ``RoomWriting``.
    public var roomWriting = RoomWriting.reserves
    /// See ``LocationEvents``.
    public var locationEvents = LocationEvents.refuses
    /// See ``BookingOverlap``.
    public var bookingOverlap = BookingOverlap.refuses
    /// See ``OutsideSlots``.
    public var outsideSlots = OutsideSlots.accepts
    /// See ``Within``.
    public var within = Within.overlaps
    /// See ``ResourceFilter``.
    public var resourceFilter = ResourceFilter.ignored
    /// See ``BookingTotals``.
    public var bookingTotals = BookingTotals.absent
    /// See ``BookingErrorCodes``.
    public var bookingErrorCodes = BookingErrorCodes.numbers
    /// See ``ForbiddenGroup``.
    public var forbiddenGroup = ForbiddenGroup.empty
    /// See ``MissingEvent``.
    public var missingEvent = MissingEvent.null
    /// See ``SectionCap``.
    public var sectionCap = SectionCap.none
    /// See ``PartialUpdate``.
    public var partialUpdate = PartialUpdate.clears
    /// See ``FirstCalendar``.
    public var firstCalendar = FirstCalendar.refuses
    /// See ``BatchBilling``.
    public var batchBilling = BatchBilling.billed
    /// See ``EventSeconds``.
    public var eventSeconds = EventSeconds.rounded
    /// See ``LocalDates``.
    public var localDates = LocalDates.asWritten
    /// See ``ListedDescriptions``.
    public var listedDescriptions = ListedDescriptions.shown
    /// See ``RecurrenceMode``.
    public var recurrenceMode = RecurrenceMode.honoured
    /// See ``ScalarReference``.
    public var scalarReference = ScalarReference.resolves
    /// See ``OccurrenceOffset``.
    public var occurrenceOffset = OccurrenceOffset.series
    /// See ``AllDayZone``.
    public var allDayZone = AllDayZone.named
    /// See ``DeletedEvents``.
    public var deletedEvents = DeletedEvents.hidden
    /// See ``PrivateTitles``.
    public var privateTitles = PrivateTitles.masked
    /// See ``UntiedTag``.
    public var untiedTag = UntiedTag.ignored
    /// See ``UnknownParameters``.
    public var unknownParameters = UnknownParameters.ignored
    /// See ``ScopeStatus``.
    public var scopeStatus = ScopeStatus.forbidden
    /// See ``LimitAnswer``.
    public var limitAnswer = LimitAnswer.json503
    /// See ``TimeNumbers``.
    public var timeNumbers = TimeNumbers.doubles
    /// See ``OperatingFigures``.
    public var operatingFigures = OperatingFigures.told
    /// See ``ErrorLanguage``.
    public var errorLanguage = ErrorLanguage.en
    /// See ``BookingTool``.
    public var bookingTool = BookingTool.on

    /// All switches at their defaults.
    public init() {}
}
