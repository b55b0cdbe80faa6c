import HTTPExchange
import PanelWeb
import RoomCore
import Tuning

/// `domovoy tune`: tries other settings on what a panel has recorded.
public struct TuneTool: Sendable {
    /// The longest record that is replayed at once, in days, as with other listings.
    static let greatestDays = 400
    /// The record that is replayed where nothing else is asked for, in days before today.
    static let usualDays = 28

    private let client: PanelClient
    private let listings: Listings
    private let file: String

    /// Asks the panel behind `client`, which runs by the configuration in `file`.
    ///
    /// - Parameters:
    ///   - showsUTC: shows and reads times in UTC; otherwise in the room's zone.
    ///   - note: told on one line what keeps the answer from being as it should be.
    public init(
        _ client: PanelClient, file: String, showsUTC: Bool = false,
        note: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.client = client
        self.file = file
        listings = Listings(client, showsUTC: showsUTC, note: note)
    }

    /// Replays a record and prints what came of it.
    ///
    /// - Parameters:
    ///   - from: as with other listings; nil for 28 days before today.
    ///   - to: the same, and never later than now; nil for now.
    ///   - progress: told after each day how far it is.
    /// - Throws: ``PanelClient/Failure``, if the file is another room's as well, and ``ConfigurationError`` if it has
    ///   faults.
    public func text(
        from: String?, to: String?, _ format: Listings.Format,
        progress: @Sendable (String) -> Void = { _ in }
    ) async throws -> String {
        let configuration = try ConfigurationReader.read(file: file, builtAt: BuildDate.instant)
        let room = configuration.room
        let door = try await listings.door()
        try check(door, isRoom: room.id)
        let window = try window(from, to, door)
        let record = try await PanelRecord(client, window, door)
        let setting = TuningSetting(sensors: room.sensors, policy: room.policy)
        var tuner = Tuner(setting, from: window.start)
        let days = record.days
        for (index, day) in days.enumerated() {
            tuner.take(try await record.day(day))
            progress("replayed \(index + 1) of \(days.count) days")
        }
        return try TuneText(report: tuner.report(), window: window, door: door).text(format)
    }

    /// The record of one room says nothing about the sensors and times of another.
    private func check(_ door: RoomDoor, isRoom id: String) throws(PanelClient.Failure) {
        guard door.id != id else { return }
        throw PanelClient.Failure(
            description: "--config \(file) is of the room \"\(id)\", the panel at --url of "
                + "\"\(door.id.oneLine(64))\": allowed is the configuration that this panel runs by",
            exitCode: 64)
    }

    private func window(
        _ from: String?, _ to: String?, _ door: RoomDoor
    ) throws(PanelClient.Failure) -> Span {
        let usual = Span(
            start: door.clock.start(daysAgo: Self.usualDays, door.now), end: door.now)
        let asked = try door.window(
            from, to, or: usual, called: "the start of the day 28 days ago, or now,")
        let window = Span(start: asked.start, end: min(asked.end, door.now))
        guard !window.isEmpty else {
            throw PanelClient.Failure(
                description: "--from (\(door.clock.text(asked.start, on: ""))) must lie before now",
                exitCode: 64)
        }
        guard window.length <= .seconds(Self.greatestDays * 86_400) else {
            throw PanelClient.Failure(
                description:
                    "--from and --to lie \(window.length.components.seconds / 86_400) days apart; "
                    + "allowed: \(Self.greatestDays) days", exitCode: 64)
        }
        return window
    }
}
