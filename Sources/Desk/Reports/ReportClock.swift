import PanelWeb
import RoomCore
import Wording

/// The room's day and its clock, for the page of reports.
struct ReportClock {
    /// Today in the room's zone.
    let today: Span
    /// How far the room's clock is from UTC at an instant, in seconds, east positive.
    let secondsFromUTC: (WallTime) -> Int

    /// So many days up to the end of today, each from midnight.
    func last(days: Int) -> Span {
        let start = today.start - .seconds((days - 1) * 86_400)
        // Between the two the clock may have been changed.
        let shift = secondsFromUTC(today.start) - secondsFromUTC(start)
        return Span(start: start + .seconds(shift), end: today.end)
    }

    /// `2026-11-21 00:00 – 2026-11-28 00:00, by the room's clock`.
    func text(_ window: Span, _ book: Phrasebook) -> String {
        "\(text(window.start)) – \(text(window.end)), \(book.word(.byRoomsClock))"
    }

    private func text(_ instant: WallTime) -> String {
        let local = instant + .seconds(secondsFromUTC(instant))
        return String(Timestamp(local).description.prefix(16).map { $0 == "T" ? " " : $0 })
    }
}
