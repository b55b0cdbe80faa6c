import GPIO
import Glibc
import RoomCore
import Testing

extension ChipContract {
    /// How chips and lines are found.
    static let findingClaims = [
        Claim("a chip is found by every way to name it") { bench in
            let labels = try bench.sources.map { try $0.open().info.label }
            #expect(!labels.isEmpty)
            #expect(Set(labels).count == 1)
            #expect(try bench.source.open().info.lineCount == BenchKind.lineCount)
        },
        Claim("a line is found by offset and by name") { bench in
            let chip = try bench.source.open()
            #expect(try chip.find(.offset(17)).name == "DOOR_BUTTON")
            #expect(try chip.find(.name("DOOR_BUTTON")).offset == 17)
            #expect(try chip.find(.offset(0)).name == nil)
        },
        Claim("an unknown name is refused with names near it") { bench in
            let chip = try bench.source.open()
            let error = #expect(throws: GPIOError.self) { try chip.find(.name("DOOR_BUTTN")) }
            #expect(error?.code == EINVAL)
            #expect(error?.detail == "no line has that name; near it: DOOR_BUTTON")
        },
        Claim("a name that occurs twice is refused with both offsets") { bench in
            let chip = try bench.source.open()
            let error = #expect(throws: GPIOError.self) { try chip.find(.name("TWIN")) }
            #expect(error?.code == EINVAL)
            #expect(error?.detail.contains("offsets 7, 8") == true)
        },
        Claim("an offset out of range is refused with the range") { bench in
            let chip = try bench.source.open()
            for offset in [-1, 24, .max] {
                let error = #expect(throws: GPIOError.self) { try chip.find(.offset(offset)) }
                #expect(error?.code == EINVAL)
                #expect(error?.detail == "the chip has 24 lines, with offsets 0 to 23")
            }
            let input = InputSettings(name: "pir", line: .offset(99))
            let error = #expect(throws: GPIOError.self) {
                try chip.requestInput(input, consumer: "test")
            }
            #expect(error?.code == EINVAL)
        },
        Claim("a listing tells every line and who holds it") { bench in
            let chip = try bench.source.open()
            let input = try chip.requestInput(
                InputSettings(name: "pir", line: .name("PIR"), active: .low), consumer: "somebody")
            let outputs = try chip.requestOutputs(
                [18], active: .high, lit: [false], consumer: "the lamps")
            let lines = try ChipListing(of: bench.source).lines
            #expect(lines.count == 24)
            #expect(lines[4].isUsed && lines[4].consumer == "somebody" && lines[4].isActiveLow)
            #expect(lines[4].direction == .input)
            #expect(lines[18].isUsed && lines[18].consumer == "the lamps" && !lines[18].isActiveLow)
            #expect(lines[18].direction == .output)
            #expect(
                !lines[17].isUsed && lines[17].consumer == nil && lines[17].name == "DOOR_BUTTON")
            withExtendedLifetime((input, outputs)) {}
        },
        Claim("a held line is refused with the name of its holder, and free again after that") {
            bench in
            let settings = InputSettings(name: "button", line: .name("DOOR_BUTTON"))
            let first = try bench.source.open()
            var held: (any InputLine)? = try first.requestInput(settings, consumer: "somebody else")
            let second = try bench.source.open()
            for request in [
                { _ = try second.requestInput(settings, consumer: "me") },
                {
                    _ = try second.requestOutputs(
                        [16, 17], active: .high, lit: [true, true], consumer: "me")
                },
            ] {
                let error = #expect(throws: GPIOError.self) { try request() }
                #expect(error?.code == EBUSY)
                #expect(error?.subject.hasSuffix("line 17 (DOOR_BUTTON)") == true)
                #expect(error?.detail == "held by \"somebody else\"")
            }
            #expect(try !second.line(16).isUsed, "nothing is kept of a refused request")
            withExtendedLifetime(held) {}
            held = nil
            _ = try second.requestInput(settings, consumer: "me")
        },
    ]
}
