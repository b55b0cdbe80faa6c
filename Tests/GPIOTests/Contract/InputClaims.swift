import CLinux
import GPIO
import Glibc
import RoomCore
import Testing

extension ChipContract {
    /// How inputs read.
    static let inputClaims = [
        Claim("a level is there at once, with either active level") { bench in
            let chip = try bench.source.open()
            try bench.drive(4, 1)
            let high = try chip.requestInput(
                InputSettings(name: "a", line: .offset(4)), consumer: "test")
            #expect(try high.readLevel())
            let low = try chip.requestInput(
                InputSettings(name: "b", line: .offset(17), active: .low), consumer: "test")
            #expect(try low.readLevel(), "nothing drives it, so it is low")
            try bench.drive(17, 1)
            #expect(try !low.readLevel())
        },
        Claim("the bias decides the level of a line that nothing drives") { bench in
            let chip = try bench.source.open()
            let up = try chip.requestInput(
                InputSettings(name: "up", line: .offset(4), bias: .pullUp), consumer: "test")
            #expect(try up.readLevel())
            let down = try chip.requestInput(
                InputSettings(name: "down", line: .offset(5), bias: .pullDown), consumer: "test")
            #expect(try !down.readLevel())
            #expect(try chip.line(4).bias == .pullUp)
            #expect(try chip.line(5).bias == .pullDown)
        },
        Claim("reading without an edge gives nothing, at once") { bench in
            let input = try bench.source.open().requestInput(
                InputSettings(name: "pir", line: .offset(4)), consumer: "test")
            #expect(try input.readEdges() == EdgeBatch(edges: []))
        },
        Claim("edges come in order, with direction, time and number") { bench in
            let input = try bench.source.open().requestInput(
                InputSettings(name: "pir", line: .offset(4)), consumer: "test")
            for level in [1, 0, 1] {
                let before = monotonicNanoseconds()
                try bench.drive(4, level)
                let batch = try edges(of: input)
                let after = monotonicNanoseconds()
                #expect(batch.edges.map(\.isActive) == [level == 1])
                #expect(!batch.mayHaveOverflowed && !batch.isPartial)
                #expect(
                    batch.edges.allSatisfy { before <= $0.nanoseconds && $0.nanoseconds <= after })
            }
        },
        Claim("an active low line becomes active when it falls") { bench in
            try bench.drive(17, 1)
            let input = try bench.source.open().requestInput(
                InputSettings(name: "button", line: .offset(17), active: .low), consumer: "test")
            try bench.drive(17, 0)
            #expect(try edges(of: input).edges.map(\.isActive) == [true])
            try bench.drive(17, 1)
            #expect(try edges(of: input).edges.map(\.isActive) == [false])
        },
        Claim("a line that did not change makes no edge") { bench in
            let input = try bench.source.open().requestInput(
                InputSettings(name: "pir", line: .offset(4)), consumer: "test")
            try bench.drive(4, 0)
            try bench.drive(4, 1)
            try bench.drive(4, 1)
            #expect(try edges(of: input).edges.map(\.isActive) == [true])
            #expect(try input.readEdges().edges.isEmpty)
        },
        Claim("more edges than the queue holds leave a gap or a full queue") { bench in
            let input = try bench.source.open().requestInput(
                InputSettings(name: "pir", line: .offset(4)), consumer: "test")
            for turn in 0..<1001 { try bench.drive(4, turn % 2 == 0 ? 1 : 0) }
            var taken: [RawEdge] = []
            var mayHaveOverflowed = false
            var batch = try edges(of: input)
            while !batch.edges.isEmpty {
                taken += batch.edges
                mayHaveOverflowed = mayHaveOverflowed || batch.mayHaveOverflowed
                batch = try input.readEdges()
            }
            #expect(taken.count < 1001)
            let first = taken.first?.sequence ?? 0
            let last = taken.last?.sequence ?? 0
            #expect(first > 0 ? last > taken.count : mayHaveOverflowed, "\(first) to \(last)")
            #expect(try input.readLevel())
        },
        Claim("a request that is let go leaves the line free") { bench in
            let chip = try bench.source.open()
            do {
                let input = try chip.requestInput(
                    InputSettings(name: "pir", line: .offset(4)), consumer: "test")
                #expect(try chip.line(4).isUsed)
                withExtendedLifetime(input) {}
            }
            #expect(try !chip.line(4).isUsed)
        },
    ]

    /// The edges that wait once the descriptor is readable; fails after 10 s.
    private static func edges(of input: any InputLine) throws -> EdgeBatch {
        var entry = pollfd(fd: input.descriptor, events: Int16(POLLIN), revents: 0)
        #expect(poll(&entry, 1, 10_000) == 1, "an edge is there to be read")
        return try input.readEdges()
    }
}

/// CLOCK_MONOTONIC, which edges are stamped with.
func monotonicNanoseconds() -> UInt64 {
    UInt64(domovoy_clock_nanoseconds(CLOCK_MONOTONIC))
}
