public import RoomCore

/// The JSON of `/api/v1/legend`: what the lamps and the button mean here, and what the page speaks.
public struct LegendDocument: Hashable, Sendable, Codable {
    /// The lamps; the list of a lamp that is not there is empty.
    public struct Lamps: Hashable, Sendable, Codable {
        /// The lamp that says whether the room can be used; the one lamp where `combined` is set.
        public var availability: [LegendSignal]
        /// The lamp that says how the booking stands.
        public var booking: [LegendSignal]
    }

    /// The room.
    public var room: StateDocument.Room
    /// What the page speaks.
    public var language: PageLanguage
    /// The name that the page is opened by, the first of `web.names`; nil without one.
    @NullWhenNil public var name: String?
    /// Whether one lamp shows both.
    public var combined: Bool
    /// What the lamps can say.
    public var lamps: Lamps
    /// Whether there is a button.
    public var button: Bool
    /// Whether a press can book the room.
    public var bookable: Bool
    /// The times in force.
    public var policy: LegendPolicy
}

extension LegendDocument {
    /// Explains a room.
    ///
    /// - Parameters:
    ///   - state: the room, with the policy in force.
    ///   - language: what the page speaks.
    ///   - name: what the page is called, without scheme and port; nil if nobody has said.
    public init(_ state: RoomState, language: PageLanguage, name: String?) {
        let legend = LampLegend(state.policy, server: state.sync.server)
        self.init(
            room: StateDocument.Room(
                id: state.roomID, name: state.roomName, timeZone: state.timeZone),
            language: language, name: name, combined: state.policy.isCombined,
            lamps: Lamps(
                availability: legend.availability.map { LegendSignal($0) },
                booking: legend.booking.map { LegendSignal($0) }),
            button: state.button != .none, bookable: state.takesBookings,
            policy: LegendPolicy(state.policy))
    }
}
