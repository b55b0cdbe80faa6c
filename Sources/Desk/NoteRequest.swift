import FoundationEssentials
import NIOCore
import PanelWeb
import RoomCore

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
