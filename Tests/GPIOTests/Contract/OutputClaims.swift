import GPIO
import RoomCore
import Testing

extension ChipContract {
    /// How outputs are driven.
    static let outputClaims = [
        Claim("outputs have their first levels from the request on") { bench in
            let outputs = try bench.source.open().requestOutputs(
                [5, 6, 12], active: .high, lit: [true, false, true], consumer: "test")
            #expect(try [5, 6, 12].map { try bench.level($0) } == [1, 0, 1])
            withExtendedLifetime(outputs) {}
        },
        Claim("outputs are set together, in the order of the request") { bench in
            let outputs = try bench.source.open().requestOutputs(
                [12, 5, 6], active: .high, lit: [false, false, false], consumer: "test")
            try outputs.set([true, false, true])
            #expect(try [12, 5, 6].map { try bench.level($0) } == [1, 0, 1])
            try outputs.set([false, true, false])
            #expect(try [12, 5, 6].map { try bench.level($0) } == [0, 1, 0])
        },
        Claim("outputs that light when low are high in the dark") { bench in
            let outputs = try bench.source.open().requestOutputs(
                [5, 6], active: .low, lit: [false, true], consumer: "test")
            #expect(try [5, 6].map { try bench.level($0) } == [1, 0])
            try outputs.set([true, false])
            #expect(try [5, 6].map { try bench.level($0) } == [0, 1])
        },
        Claim("an output out of range refuses the whole request") { bench in
            let chip = try bench.source.open()
            #expect(throws: GPIOError.self) {
                try chip.requestOutputs(
                    [5, 24], active: .high, lit: [true, true], consumer: "test")
            }
            #expect(try !chip.line(5).isUsed)
        },
    ]
}
