import GPIO
import Glibc
import RoomCore
import Testing

extension ChipContract {
    private static let wired: [LampLine: LineReference] = [
        LampLine(.availability, .red): .offset(5), LampLine(.availability, .green): .offset(6),
        LampLine(.booking, .green): .offset(12), LampLine(.booking, .blue): .offset(13),
        LampLine(.booking, .orange): .name("DOOR_LED"),
    ]
    private static let offsets = [5, 6, 12, 13, 18]

    /// How lamps are lit.
    static let lampClaims = [
        Claim("exactly the lamps that are lit show") { bench in
            let lamps = GPIOLamps(bench.source, lines: wired)
            try lamps.light([LampLine(.availability, .red), LampLine(.booking, .orange)])
            #expect(try offsets.map { try bench.level($0) } == [1, 0, 0, 0, 1])
            try lamps.light([LampLine(.booking, .green)])
            #expect(try offsets.map { try bench.level($0) } == [0, 0, 1, 0, 0])
            try lamps.light([])
            #expect(try offsets.map { try bench.level($0) } == [0, 0, 0, 0, 0])
            #expect(try bench.source.open().line(5).consumer == "domovoy:lamps")
        },
        Claim("a colour that is not wired is left out") { bench in
            let lamps = GPIOLamps(bench.source, lines: wired)
            try lamps.light([LampLine(.booking, .red), LampLine(.booking, .blue)])
            #expect(try offsets.map { try bench.level($0) } == [0, 0, 0, 1, 0])
        },
        Claim("closed lamps are dark and their lines free") { bench in
            let lamps = GPIOLamps(bench.source, lines: wired)
            try lamps.light(Set(wired.keys))
            lamps.close()
            #expect(try offsets.map { try bench.level($0) } == [0, 0, 0, 0, 0])
            let chip = try bench.source.open()
            #expect(try !offsets.map { try chip.line($0).isUsed }.contains(true))
            try lamps.light([LampLine(.booking, .blue)])
            #expect(try bench.level(13) == 1, "and can be lit again")
        },
        Claim("a lamp that lacks a line stays dark, and the other one works") { bench in
            let chip = try bench.source.open()
            let held = try chip.requestInput(
                InputSettings(name: "red", line: .offset(5)), consumer: "somebody else")
            let lamps = GPIOLamps(bench.source, lines: wired)
            for _ in 0..<2 {
                let error = #expect(throws: GPIOError.self) {
                    try lamps.light([
                        LampLine(.availability, .red), LampLine(.availability, .green),
                        LampLine(.booking, .blue),
                    ])
                }
                #expect(error?.code == EBUSY)
                #expect(error?.detail.hasPrefix("held by \"somebody else\"") == true)
            }
            #expect(try offsets.dropFirst().map { try bench.level($0) } == [0, 0, 1, 0])
            withExtendedLifetime(held) {}
        },
        Claim("lamps without a single line tell why") { bench in
            let lamps = GPIOLamps(
                bench.source, lines: [LampLine(.booking, .blue): .name("NO_SUCH_LINE")])
            let error = #expect(throws: GPIOError.self) { try lamps.light([]) }
            #expect(error?.code == EINVAL)
        },
        Claim("a line given to two lamps is refused") { bench in
            let lamps = GPIOLamps(
                bench.source,
                lines: [
                    LampLine(.availability, .green): .offset(18),
                    LampLine(.booking, .orange): .name("DOOR_LED"),
                ])
            let error = #expect(throws: GPIOError.self) {
                try lamps.light([LampLine(.availability, .green)])
            }
            #expect(error?.detail.contains("the line of lamp availability.green already") == true)
            let level = try bench.level(18)
            #expect(level == 1)
        },
    ]
}
