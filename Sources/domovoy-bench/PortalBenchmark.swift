import Bitrix24
import Foundation
import Glibc
import RoomCore

/// Reads answers of a portal again and again: one room's fortnight of 400 events, and a sweep of 1 000 rooms.
struct PortalBenchmark {
    private static let midnight: Int64 = 1_795_392_000
    private let window = Span(
        start: WallTime(secondsSinceEpoch: Self.midnight - 86_400), length: .seconds(15 * 86_400))
    private let zone = "Europe/Moscow"

    /// What a reading of one room, and a sweep of a thousand, may take at most.
    private static let bounds = (
        best: Duration.milliseconds(20), sweep: Duration.seconds(2), peakKilobytes: 150_000
    )

    /// Prints the figures as JSON; the baseline is Foundation's JSONSerialization, which reads the same text and no more.
    ///
    /// - Returns: whether all bounds are kept.
    func run() -> Bool {
        let clock = ContinuousClock()
        let one = Array("{\"result\":\(rows(400, room: 5)),\"time\":{\"operating\":1.5}}".utf8)
        var best = Duration.seconds(3_600)
        var found = 0
        for _ in 0..<30 {
            let began = clock.now
            found = PortalAnswer.read(one, window: window, timeZone: zone)?.bookings.count ?? 0
            best = min(best, clock.now - began)
        }
        let baseline = parseOnly(Data(one))
        let batch = Array(batchText().utf8)
        let before = peakKilobytes()
        let began = clock.now
        var swept = 0
        for _ in 0..<20 {
            let readings = PortalAnswer.readBatch(batch, count: 50, window: window, timeZone: zone)
            swept += readings?.reduce(0) { $0 + $1.bookings.count } ?? 0
        }
        let sweep = clock.now - began
        print(
            """
            {"events": \(found), "bytes": \(one.count), "best_ms": \(best / .milliseconds(1)), \
            "baseline_ms": \(baseline / .milliseconds(1)), \
            "sweep_bookings": \(swept), "sweep_bytes": \(batch.count * 20), \
            "sweep_ms": \(sweep / .milliseconds(1)), "peak_kb": \(peakKilobytes()), \
            "before_kb": \(before)}
            """)
        return best <= Self.bounds.best && sweep <= Self.bounds.sweep
            && peakKilobytes() <= Self.bounds.peakKilobytes
    }

    private func parseOnly(_ data: Data) -> Duration {
        let clock = ContinuousClock()
        return (0..<30).reduce(Duration.seconds(3_600)) { best, _ in
            min(best, clock.measure { _ = try? JSONSerialization.jsonObject(with: data) })
        }
    }

    /// 50 rooms of 20 bookings each.
    private func batchText() -> String {
        let parts = (0..<50).map { "\"c\($0)\":\(rows(20, room: $0))" }.joined(separator: ",")
        return "{\"result\":{\"result\":{\(parts)},\"result_error\":[],\"result_time\":[]}}"
    }

    /// Events as a portal sends them, with all the fields that live answers have.
    private func rows(_ count: Int, room: Int) -> String {
        let parts = (0..<count).map { number in
            let day = 22 + number * 14 / count
            let date = day > 30 ? "Tue Dec 0\(day - 30) 2026" : "Mon Nov \(day) 2026"
            let hour = 8 + number % 10
            let clock = hour < 10 ? "0\(hour)" : "\(hour)"
            return """
                {"ID":"\(room * 1000 + number)","PARENT_ID":"\(room * 1000 + number)","DELETED":"N",\
                "CAL_TYPE":"group","OWNER_ID":"\(room)","SECTION_ID":"\(room)0","SECT_ID":"\(room)0",\
                "NAME":"\\u041f\\u043b\\u0430\\u043d\\u0451\\u0440\\u043a\\u0430 \(number)",\
                "DATE_FROM":"23.11.2026 \(clock):00:00","DATE_TO":"23.11.2026 \(clock):30:00",\
                "DATE_FROM_FORMATTED":"\(date) \(clock):00:00","DATE_TO_FORMATTED":"\(date) \(clock):30:00",\
                "TZ_FROM":"Europe/Moscow","TZ_TO":"Europe/Moscow","TZ_OFFSET_FROM":"10800","TZ_OFFSET_TO":"10800",\
                "DATE_FROM_TS_UTC":"1795392000","DATE_TO_TS_UTC":"1795393800","DT_SKIP_TIME":"N","DT_LENGTH":1800,\
                "EVENT_TYPE":null,"RRULE":"","EXDATE":"","RECURRENCE_ID":null,"RELATIONS":"","ORIGINAL_DATE_FROM":null,\
                "ACCESSIBILITY":"busy","IMPORTANCE":"normal","PRIVATE_EVENT":"","IS_MEETING":true,"MEETING_STATUS":"H",\
                "MEETING_HOST":"17","MEETING":{"HOST_NAME":"\\u0410\\u043d\\u043d\\u0430 \\u041a\\u0438\\u043c",\
                "NOTIFY":true,"REINVITE":false,"ALLOW_INVITE":false,"HIDE_GUESTS":false,"MEETING_CREATOR":17,\
                "LANGUAGE_ID":"ru","MAIL_FROM":""},"ATTENDEES_CODES":["U17","U18","U19"],"ATTENDEE_LIST":[\
                {"id":17,"entryId":"1","status":"H"},{"id":18,"entryId":"2","status":"Q"},{"id":19,"entryId":"3","status":"Y"}],\
                "attendeesEntityList":[{"entityId":"user","id":17},{"entityId":"user","id":18},{"entityId":"user","id":19}],\
                "LOCATION":"","REMIND":[{"type":"min","count":15}],"COLOR":"#86b100","TEXT_COLOR":"","COLLAB_ID":null,\
                "VERSION":"3","SYNC_STATUS":null,"DAV_XML_ID":"20261123T080000Z-0a1b2c3d4e5f@bitrix","G_EVENT_ID":"",\
                "CAL_DAV_LABEL":"","DAV_EXCH_LABEL":"","SECTION_DAV_XML_ID":null,"CREATED_BY":"17",\
                "DATE_CREATE":"20.11.2026 10:00:00","TIMESTAMP_X":"20.11.2026 10:00:00",\
                "DESCRIPTION":"\\u041f\\u043e\\u0432\\u0435\\u0441\\u0442\\u043a\\u0430: 1. \\u0411\\u044e\\u0434\\u0436\\u0435\\u0442",\
                "~DESCRIPTION":"<p>\\u041f\\u043e\\u0432\\u0435\\u0441\\u0442\\u043a\\u0430</p>",\
                "UF_CRM_CAL_EVENT":false,"UF_WEBDAV_CAL_EVENT":false,"IS_DAYLIGHT_SAVING_TZ":"N","OPTIONS":null}
                """
        }
        return "[" + parts.joined(separator: ",") + "]"
    }

    private func peakKilobytes() -> Int {
        var usage = rusage()
        // SAFETY: getrusage fills the structure it is handed.
        getrusage(RUSAGE_SELF.rawValue, &usage)
        return Int(usage.ru_maxrss)
    }
}
