import GPIO
import Glibc
import RoomCore
import Testing

extension ChipContract {
    private static let pir = InputSettings(name: "pir", line: .name("PIR"))
    private static let button = InputSettings(
        name: "button", role: .button, line: .name("DOOR_BUTTON"), active: .low, bias: .pullUp)
    private static let lamps: [LampLine: LineReference] = [
        LampLine(.availability, .red): .offset(5), LampLine(.availability, .green): .offset(6),
    ]

    /// What happens when the chip or a line is not to be had.
    static let absenceClaims = [
        Claim("a held line does not keep the others from working, and is taken when it is free") {
            bench in
            let chip = try bench.source.open()
            var held: (any InputLine)? = try chip.requestInput(button, consumer: "somebody else")
            try await withReader(bench.source, [button, pir]) { reader, events in
                guard case .gone("button", let reason) = try await events.next() else {
                    Issue.record("the held line was not told of")
                    return
                }
                #expect(reason.code == EBUSY)
                #expect(reason.detail == "held by \"somebody else\"")
                #expect(
                    try await events.next(2) == [
                        .found(line: "pir"), .level(line: "pir", isActive: false),
                    ])
                withExtendedLifetime(held) {}
                held = nil
                reader.reconfigure(inputs: [button, pir])
                #expect(
                    try await events.next(2) == [
                        .found(line: "button"), .level(line: "button", isActive: false),
                    ])
            }
        },
        Claim("a line that does not exist does not keep the others from working") { bench in
            let wrong = InputSettings(name: "wrong", line: .name("NO_SUCH_LINE"))
            try await withReader(bench.source, [wrong, pir]) { _, events in
                guard case .gone("wrong", let reason) = try await events.next() else {
                    Issue.record("the missing line was not told of")
                    return
                }
                #expect(reason.code == EINVAL)
                #expect(try await events.next() == .found(line: "pir"))
            }
        },
        Claim("a chip that goes away makes its lines gone and is found again") { bench in
            try await withReader(bench.source, [pir, button]) { _, events in
                _ = try await events.next(4)
                try bench.unplug()
                for name in ["pir", "button"] {
                    guard case .gone(name, let reason) = try await events.next() else {
                        Issue.record("\(name) is not gone")
                        return
                    }
                    #expect(reason.code == ENODEV)
                }
                try bench.plug()
                #expect(
                    try await events.next(4) == [
                        .found(line: "pir"), .level(line: "pir", isActive: false),
                        .found(line: "button"), .level(line: "button", isActive: false),
                    ])
                try bench.drive(4, 1)
                guard case .edge("pir", true, _) = try await events.next() else {
                    Issue.record("the line does not work any more")
                    return
                }
            }
        },
        Claim("a chip that is not there yet is found when it comes") { bench in
            try bench.unplug()
            try await withReader(bench.source, [pir]) { _, events in
                guard case .gone("pir", let reason) = try await events.next() else {
                    Issue.record("the line is not gone")
                    return
                }
                #expect(reason.code == ENODEV)
                #expect(reason.operation == .openChip)
                try bench.plug()
                #expect(
                    try await events.next(2) == [
                        .found(line: "pir"), .level(line: "pir", isActive: false),
                    ])
            }
        },
        Claim("lamps tell that the chip is gone, and come back with it") { bench in
            let output = GPIOLamps(bench.source, lines: lamps)
            let red: Set = [LampLine(.availability, .red)]
            try output.light(red)
            try bench.unplug()
            let error = #expect(throws: GPIOError.self) { try output.light(red) }
            #expect(error?.code == ENODEV)
            try bench.plug()
            try output.light(red)
            #expect(try [5, 6].map { try bench.level($0) } == [1, 0])
        },
        Claim("what was requested of a chip that went away fails and does no harm") { bench in
            let chip = try bench.source.open()
            let input = try chip.requestInput(pir, consumer: "test")
            let outputs = try chip.requestOutputs(
                [5], active: .high, lit: [true], consumer: "test")
            try bench.unplug()
            try bench.plug()
            #expect(throws: GPIOError.self) { try input.readLevel() }
            #expect(throws: GPIOError.self) { try input.readEdges() }
            #expect(throws: GPIOError.self) { try outputs.set([false]) }
            #expect(throws: GPIOError.self) { try chip.line(4) }
            #expect(try !bench.source.open().line(4).isUsed)
        },
    ]
}
