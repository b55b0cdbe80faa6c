import GPIO
import RoomCore
import Synchronization
import Testing

extension ChipContract {
    private static let pir = InputSettings(name: "pir", line: .name("PIR"))
    private static let button = InputSettings(
        name: "button", role: .button, line: .name("DOOR_BUTTON"), active: .low, bias: .pullUp)

    /// How the reader tells what happens on the lines.
    static let readerClaims = [
        Claim("a reader tells the level first and every edge after that") { bench in
            try await withReader(bench.source, [pir, button]) { _, events in
                #expect(
                    try await events.next(4) == [
                        .found(line: "pir"), .level(line: "pir", isActive: false),
                        .found(line: "button"), .level(line: "button", isActive: false),
                    ])
                for (offset, level, name, isActive) in [
                    (4, 1, "pir", true), (17, 0, "button", true), (17, 1, "button", false),
                    (4, 0, "pir", false),
                ] {
                    let before = monotonicNanoseconds()
                    try bench.drive(offset, level)
                    let event = try await events.next()
                    guard case .edge(name, isActive, let time) = event else {
                        Issue.record("\(event)")
                        return
                    }
                    #expect(time >= Uptime(nanosecondsSinceBoot: before))
                    #expect(time <= Uptime(nanosecondsSinceBoot: monotonicNanoseconds()))
                }
            }
        },
        Claim("an overflow is told as lost, and the level after it is true") { bench in
            // The reader's thread is held at the first edge until the queue has overflowed.
            let isHeld = Mutex(false)
            let hold: @Sendable (LineEvent) -> Void = { event in
                guard case .edge = event, isHeld.withLock({ $0 }) else { return }
                while isHeld.withLock({ $0 }) {}
            }
            try await withReader(bench.source, [pir], hold: hold) { _, events in
                _ = try await events.next(2)
                isHeld.withLock { $0 = true }
                for turn in 0..<1001 { try bench.drive(4, turn % 2 == 0 ? 1 : 0) }
                isHeld.withLock { $0 = false }
                var lost = 0
                var edges = 0
                while true {
                    switch try await events.next() {
                    case .edge: edges += 1
                    case .lost(_, let count): lost += count
                    case .level(_, let isActive):
                        #expect(isActive)
                        #expect(lost > 0)
                        #expect(edges < 1001)
                        return
                    case .found, .gone: Issue.record("the line was there all the time")
                    }
                }
            }
        },
        Claim("a bouncing contact is one edge, stamped back to the physical one") { bench in
            var settings = button
            settings.debounce = .milliseconds(100)
            try await withReader(bench.source, [settings]) { _, events in
                _ = try await events.next(2)
                for (levels, isActive) in [([0, 1, 0], true), ([1, 0, 1, 0, 1], false)] {
                    let before = monotonicNanoseconds()
                    for level in levels { try bench.drive(17, level) }
                    let event = try await events.next()
                    guard case .edge("button", isActive, let time) = event else {
                        Issue.record("\(event)")
                        return
                    }
                    let arrival = Uptime(nanosecondsSinceBoot: monotonicNanoseconds())
                    #expect(time >= Uptime(nanosecondsSinceBoot: before))
                    #expect(time <= arrival - settings.debounce)
                }
            }
        },
        Claim("a pulse shorter than the debounce period is not told") { bench in
            var settings = button
            settings.debounce = .milliseconds(100)
            try await withReader(bench.source, [settings, pir]) { _, events in
                _ = try await events.next(4)
                try bench.drive(17, 0)
                try bench.drive(17, 1)
                // A whole period later, as told by a line with the same debounce that did change.
                var other = pir
                other.debounce = .milliseconds(200)
                try await withReader(
                    bench.source,
                    [InputSettings(name: "x", line: .offset(0), debounce: .milliseconds(200))]
                ) {
                    _, clock in
                    _ = try await clock.next(2)
                    try bench.drive(0, 1)
                    guard case .edge("x", true, _) = try await clock.next() else {
                        Issue.record("the other line changed")
                        return
                    }
                }
                try bench.drive(4, 1)
                guard case .edge("pir", true, _) = try await events.next() else {
                    Issue.record("the pulse was told")
                    return
                }
            }
        },
        Claim("a reader that has stopped has given its lines back") { bench in
            let chip = try bench.source.open()
            try await withReader(bench.source, [pir, button]) { _, events in
                _ = try await events.next(4)
                #expect(try chip.line(4).consumer == "domovoy:pir")
                #expect(try chip.line(17).consumer == "domovoy:button")
            }
            #expect(try !chip.line(4).isUsed)
            #expect(try !chip.line(17).isUsed)
        },
        Claim("other settings leave the lines that stay alone") { bench in
            try await withReader(bench.source, [pir, button]) { reader, events in
                _ = try await events.next(4)
                var other = button
                other.line = .offset(20)
                reader.reconfigure(inputs: [pir, other])
                #expect(
                    try await events.next(2) == [
                        .found(line: "button"), .level(line: "button", isActive: false),
                    ])
                #expect(try !bench.source.open().line(17).isUsed)
                try bench.drive(4, 1)
                guard case .edge("pir", true, _) = try await events.next() else {
                    Issue.record("the line that stayed was not told of")
                    return
                }
            }
        },
    ]
}
