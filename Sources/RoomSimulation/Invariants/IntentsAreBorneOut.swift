import RoomCore

/// An intent that the server has answered is done by the first reading that bears it out and began 10 s or more after the
/// answer: by none before, which may come from a copy that lags behind, and by none later (section 8).
struct IntentsAreBorneOut: Invariant {
    static let name = "intents-are-borne-out"
    /// So long after an answer a copy may lag behind.
    private static let lag = Duration.seconds(10)
    /// What is older is given up, whatever a reading shows.
    private static let tooOld = Duration.seconds(7 * 86_400)

    /// What is wrong with what a reading has made of the intents before it was taken in.
    private var early: String?

    /// Before the reading is taken in: afterwards nothing is known any more of an intent that is done.
    mutating func prepare(_ sight: Sight, _ known: Knowledge) {
        early = nil
        guard case .server(.read(let reading, let startedAt)) = sight.event else { return }
        for case .keep(let records, .durable) in sight.effects {
            for case .outbox(let entry) in records where entry.state == .acknowledged {
                guard sight.now.wall - entry.createdAt < Self.tooOld,
                    let intent = known.schedule.lastIntent(about: entry.write.bookingID),
                    intent.number == entry.number, intent.isShown(by: reading),
                    !Self.isSettled(intent, by: startedAt, Self.lag)
                else { continue }
                early = "entry \(entry.number) is done, and a copy may still lag behind its answer"
            }
        }
    }

    /// Runs after the step's records are taken.
    func check(_ sight: Sight, _ known: Knowledge) -> String? {
        guard case .server(.read(let reading, let startedAt)) = sight.event else { return nil }
        if let early { return early }
        // What a press is about that waits for the journal is for the next reading.
        guard known.pressUnderWay == nil else { return nil }
        for id in known.schedule.wanted {
            guard let intent = known.schedule.lastIntent(about: id), intent.isShown(by: reading),
                Self.isSettled(intent, by: startedAt, Self.lag + .seconds(1))
            else { continue }
            return "entry \(intent.number) was answered and is shown, and is still open"
        }
        return nil
    }

    /// Whether a reading began so long after the answer that no copy can lag behind it any more.
    private static func isSettled(
        _ intent: KnownSchedule.Intent, by startedAt: Uptime, _ lag: Duration
    ) -> Bool {
        intent.answeredAt.map { startedAt - $0 >= lag } ?? false
    }
}

extension KnownSchedule.Intent {
    /// Whether a reading shows what it asks for; with anything else people have changed the booking since.
    fileprivate func isShown(by reading: ScheduleReading) -> Bool {
        let shown = reading.bookings.first { $0.id == write.bookingID }?.span
        return switch write {
        case .create(let booking): shown?.end.isSameEnd(as: booking.span.end) ?? false
        case .changeEnd(_, _, let end):
            shown.map { $0.end.isSameEnd(as: end) && $0.start < end } ?? false
        case .withdraw: shown == nil
        case .mark: false
        }
    }
}
