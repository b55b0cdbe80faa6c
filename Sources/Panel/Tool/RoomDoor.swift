import PanelWeb
import RoomCore

/// The room of a panel as the command line needs it: its name, its clock, and what that shows.
struct RoomDoor {
    /// The room's short name.
    var id: String
    /// What people call the room.
    var name: String
    var clock: RoomClock
    var now: WallTime
    /// Whether somebody is there now.
    var presence: Presence

    /// Reads the window that people ask for.
    ///
    /// - Parameters:
    ///   - missing: its start stands for a missing `from`, its end for a missing `to`.
    ///   - words: how people call these two.
    /// - Throws: ``PanelClient/Failure`` that names the option, its value and what is allowed.
    func window(
        _ from: String?, _ to: String?, or missing: Span, called words: String
    ) throws(PanelClient.Failure) -> Span {
        let first = try instant("--from", from, .from) ?? missing.start
        let last = try instant("--to", to, .to) ?? missing.end
        guard first < last else {
            let texts = [first, last].map { clock.text($0, on: "") }
            throw PanelClient.Failure(
                description:
                    "--from (\(texts[0])) must lie before --to (\(texts[1])); where one is missing, "
                    + "\(words) is taken", exitCode: 64)
        }
        return Span(start: first, end: last)
    }

    private func instant(
        _ option: String, _ text: String?, _ edge: RoomClock.Edge
    ) throws(PanelClient.Failure) -> WallTime? {
        guard let text else { return nil }
        if let instant = clock.read(text, for: edge, now: now) { return instant }
        throw PanelClient.Failure(
            description: "\(option) \"\(text.prefix(64))\": allowed are \(RoomClock.allowed)",
            exitCode: 64)
    }
}
