import Foundation
import Journal
import RoomCore

// Runs the journal in a process of its own, so that a test can kill it or count what it writes.
//
//   journal-crash-writer write PATH SEED   keeps durable groups for ever, printing each number once it is stored
//   journal-crash-writer quiet PATH        plays three quiet days, printing the bytes written on each
//   journal-crash-writer busy PATH         the same with 10 000 edges a day
//   journal-crash-writer presses PATH      keeps 1 000 presses with their writes, printing bytes and time of each
//   journal-crash-writer open PATH         opens and closes, printing "opened" or the error
//   journal-crash-writer check PATH        like open, with the memory this takes in kB

func say(_ line: String) {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
}

let arguments = CommandLine.arguments.dropFirst()
guard arguments.count >= 2, let mode = arguments.first, let path = arguments.dropFirst().first
else {
    say("usage: journal-crash-writer write|quiet|busy|presses|open|check PATH [SEED]")
    exit(64)
}

do {
    switch mode {
    case "write":
        var writer = GroupWriter(path: path, seed: UInt64(arguments.last ?? "") ?? 0)
        try await writer.run()
    case "quiet", "busy":
        var days = OfficeDays(mode == "busy" ? .busy : .quiet, path: path)
        try await days.run()
    case "presses": try await measurePresses(path)
    case "open":
        let journal = Journal(JournalSettings(path: path))
        _ = try await journal.open(at: nil)
        try await journal.close(at: nil)
        say("opened")
    case "check":
        let before = residentKilobytes()
        let journal = Journal(JournalSettings(path: path))
        _ = try await journal.open(at: nil)
        say("resident \(before) kB before, \(residentKilobytes()) kB with the journal open")
        try await journal.close(at: nil)
    default:
        say("unknown mode \(mode)")
        exit(64)
    }
} catch let error as JournalError {
    say(error.description)
    exit(1)
}

/// Resident memory and the anonymous part of it, from `/proc/self/status`.
func residentKilobytes() -> String {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let lines = status.split(separator: "\n")
        .filter { $0.hasPrefix("VmRSS") || $0.hasPrefix("RssAnon") }
    return lines.map { $0.filter(\.isNumber) }.joined(separator: " of them anonymous ")
}

/// Keeps what a press at the door keeps, often enough for the log to have its final size.
func measurePresses(_ path: String) async throws {
    let journal = Journal(JournalSettings(path: path))
    _ = try await journal.open(at: nil)
    let count: Int64 = 1000
    var before = ByteCount()
    var start = ContinuousClock.now
    for number in 1...2 * count {
        if number == count + 1 {
            before = ByteCount()
            start = ContinuousClock.now
        }
        let booking = Groups.booking(number)
        try await journal.keep(
            [
                .press(
                    Press(
                        number: number, pressedAt: Groups.time(number), length: .short,
                        outcome: .booked, booking: booking.id)),
                .outbox(
                    OutboxEntry(
                        number: number, write: .create(booking), createdAt: Groups.time(number))),
            ], at: nil)
    }
    let time = (ContinuousClock.now - start) / Int(count)
    let bytes = (ByteCount().handed - before.handed) / Int(count)
    say("a press: \(bytes) bytes handed to the system, \(time)")
    try await journal.close(at: nil)
}
