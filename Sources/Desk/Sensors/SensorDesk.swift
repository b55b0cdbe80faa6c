import HTTPTypes
import HummingbirdCore
import NIOCore
import PanelWeb
import RoomCore
import Wording

/// Answers for `/desk/sensors.json` and `/desk/sensors.svg`.
struct SensorDesk {
    let record: any DeskRecord

    /// The sensors, or one of them, with their days.
    func list(_ uri: URI) async throws -> Response {
        let (window, sensor, book) = try query(uri)
        let days = try await SensorDays(window, record)
        let views = record.state().sensors
        let names = try names(sensor, views.map(\.name), days)
        let words = SensorWords(
            book: book, clock: record.clock, days: days,
            silences: await record.longestSilences())
        return .json(
            SensorsDocument(
                from: Timestamp(window.start), to: Timestamp(window.end),
                zone: record.clock.name, columns: book.edgeColumns, legend: book.dashedBars,
                part: book.partOfADay,
                sensors: names.map { name in
                    words.sensor(name, views.first { $0.name == name })
                }))
    }

    /// The bars of one sensor.
    func chart(_ uri: URI) async throws -> Response {
        let (window, sensor, book) = try query(uri)
        guard let sensor else {
            throw ErrorReply.badRequest("bad_sensor", "parameter \"sensor\" is missing")
        }
        let days = try await SensorDays(window, record)
        _ = try names(sensor, record.state().sensors.map(\.name), days)
        let bars = days.days(of: sensor).map { day in
            DayChart.Bar(
                label: String(day.day.dropFirst(5)), count: day.edges, isWhole: day.whole)
        }
        let chart = DayChart(title: book.edgesADay(of: sensor), bars: bars)
        return Response(
            status: .ok, headers: [.contentType: "image/svg+xml", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: chart.svg)))
    }

    private func query(_ uri: URI) throws -> (Span, sensor: String?, Phrasebook) {
        let parameters = try QueryParameters(
            of: uri, allowed: ["from", "to", "sensor", "language"])
        let window = try parameters.window(days: SensorDays.greatestDays, today: record.today)
        return (window, try parameters.sensor(), try parameters.phrasebook())
    }

    /// The sensors to show: one that is gone still has its days.
    ///
    /// - Throws: ``PanelWeb/ErrorReply``, 404, if the one that is asked for is not among them.
    private func names(
        _ wanted: String?, _ configured: [String], _ days: SensorDays
    ) throws -> [String] {
        let all = configured + days.names.subtracting(configured).sorted()
        guard let wanted else { return all }
        guard all.contains(wanted) else {
            throw ErrorReply.notFound(
                "unknown_sensor",
                "no sensor is called \(wanted.clipped); there are: "
                    + all.joined(separator: ", "))
        }
        return [wanted]
    }
}
