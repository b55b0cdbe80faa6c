import PanelWeb
import RoomCore
import Wording

/// Stretches of days by the room's clock, for the page of reports.
struct ReportClock {
    /// Today in the room's zone.
    let today: Span
    /// The room's clock.
    let clock: RoomClock

    /// So many days up to the end of today, each from midnight.
    func last(days: Int) -> Span {
        Span(start: clock.start(daysAgo: days - 1, today.start), end: today.end)
    }

    /// `2026-11-21 00:00 – 2026-11-28 00:00, by the room's clock`.
    func text(_ window: Span, _ book: Phrasebook) -> String {
        let texts = [window.start, window.end].map { clock.text($0, on: "") }
        return "\(texts.joined(separator: " – ")), \(book.word(.byRoomsClock))"
    }
}
