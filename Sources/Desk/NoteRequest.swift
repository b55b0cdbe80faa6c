import FoundationEssentials
import NIOCore
import PanelWeb
package import RoomCore

/// What is written at the desk, and all it may ask for that.
package protocol DeskBook: Sendable {
    /// The sensors that a note may be about.
    var sensors: [String] { get }

    /// The wall clock; nil as long as it is not trusted: a note keeps its time for good.
    func now() -> WallTime?

    /// Keeps a note.
    ///
    /// - Parameter now: the time of writing.
    /// - Throws: any error whose description is one line for people.
    func write(
        _ text: String, at: WallTime, sensor: String?, writtenAt now: WallTime
    ) async throws -> Note
}

/// The body of a note that is to be written.
struct NoteRequest: Hashable, Sendable {
    /// The most bytes of the body: a text whose every character is escaped, and the rest.
    static let greatestBytes = 8_192

    /// What it says.
    let text: String
    /// The time it is about.
    let at: WallTime
    /// The sensor it is about; nil for the room.
    let sensor: String?

    private static let allowed =
        #"allowed: {"at":"2026-11-21T19:00:00Z","sensor":null,"text":"..."}"#

    /// Reads a body.
    ///
    /// - Throws: ``PanelWeb/ErrorReply``, 400, that names the member and what is allowed.
    init(_ body: ByteBuffer, sensors: [String], now: WallTime) throws {
        let data = Data(body.readableBytesView)
        guard let members = try? JSONDecoder().decode([String: String?].self, from: data),
            members.keys.allSatisfy(["at", "sensor", "text"].contains),
            let text = members["text"] ?? nil, let time = members["at"] ?? nil
        else { throw ErrorReply.badRequest("bad_note", "the body does not fit; \(Self.allowed)") }
        sensor = members["sensor"] ?? nil
        self.text = text
        at = try Self.time(time, now)
        if let fault = Note.fault(of: text) {
            throw ErrorReply.badRequest("bad_note", "the text \(fault)")
        }
        if let sensor, !sensors.contains(sensor) {
            let names = sensors.joined(separator: ", ")
            throw ErrorReply.badRequest(
                "unknown_sensor", "no sensor is called \(sensor.clipped); there are: \(names)")
        }
    }

    private static func time(_ text: String, _ now: WallTime) throws -> WallTime {
        guard let time = Timestamp(text) else {
            throw ErrorReply.badRequest(
                "bad_time", "\"at\" is \"\(text.clipped)\"; \(Self.allowed)")
        }
        if let fault = Note.fault(of: time.wall, writtenAt: now) {
            throw ErrorReply.badRequest("bad_time", "\"at\" is \"\(text.clipped)\", which \(fault)")
        }
        return time.wall
    }
}
