import RoomCore
import RoomTestKit
import Testing

@Suite struct LampWaveformTests {
    /// The lit stretches of each pattern in milliseconds, over its first four seconds.
    @Test(
        arguments: [
            (LampSignal.Pattern.steady, [0..<4_000]),
            (.slowBlink, [0..<1_000, 2_000..<3_000]),
            (
                .fastBlink,
                [
                    0..<250, 500..<750, 1_000..<1_250, 1_500..<1_750, 2_000..<2_250, 2_500..<2_750,
                    3_000..<3_250, 3_500..<3_750,
                ]
            ),
            (.doubleBlink, [0..<150, 300..<450, 2_000..<2_150, 2_300..<2_450]),
            (.pending, [0..<900, 1_000..<1_900, 2_000..<2_900, 3_000..<3_900]),
            (.refused, [250..<500, 750..<1_000, 1_250..<1_500]),
        ])
    func patternIsLitExactlyThen(pattern: LampSignal.Pattern, lit: [Range<Int>]) {
        let waveform = LampWaveform(pattern)
        for millisecond in stride(from: 0, to: 4_000, by: 10) {
            let expected = lit.contains { $0.contains(millisecond) }
            for offset in [Duration.zero, .microseconds(9_999)] {
                let level = waveform.level(at: .milliseconds(millisecond) + offset)
                #expect(level.isLit == expected, "\(pattern) at \(millisecond) ms")
            }
        }
    }

    @Test(arguments: LampSignal.Pattern.allCases)
    func nextChangeIsAChangeAndNothingChangesBefore(pattern: LampSignal.Pattern) {
        let waveform = LampWaveform(pattern)
        var elapsed = Duration.zero
        for _ in 0..<20 {
            let (isLit, changesAt) = waveform.level(at: elapsed)
            guard let changesAt else { return }
            #expect(changesAt > elapsed)
            #expect(waveform.level(at: changesAt - .nanoseconds(1)).isLit == isLit)
            // A pattern that is played once stays dark at its end.
            let isEnd = !waveform.repeats && changesAt == waveform.length
            #expect(waveform.level(at: changesAt).isLit != isLit || isEnd)
            elapsed = changesAt
        }
    }

    @Test func boundariesStayExactAfterYears() {
        let waveform = LampWaveform(.slowBlink)
        let years = Duration.seconds(4 * 365 * 86_400)
        #expect(waveform.level(at: years - .nanoseconds(1)).isLit == false)
        #expect(waveform.level(at: years).isLit == true)
        #expect(waveform.level(at: years).changesAt == years + .seconds(1))
    }

    @Test(arguments: LampSignal.Pattern.allCases)
    func wildTimesAreHarmless(pattern: LampSignal.Pattern) {
        let waveform = LampWaveform(pattern)
        for elapsed in [Duration.seconds(Int64.max), .seconds(Int64.min), .nanoseconds(-1)] {
            _ = waveform.level(at: elapsed)
        }
        #expect(waveform.level(at: .seconds(-5)).isLit == waveform.level(at: .zero).isLit)
    }

    @Test func onlyRefusedIsPlayedOnce() {
        #expect(LampWaveform(.refused).length == .milliseconds(1_750))
        #expect(LampWaveform(.refused).level(at: .hours(1)).isLit == false)
        #expect(LampWaveform(.refused).level(at: .hours(1)).changesAt == nil)
        #expect(LampSignal.Pattern.allCases.filter { !LampWaveform($0).repeats } == [.refused])
    }
}

@Suite struct LampSequencerTests {
    private let wiring = LampWiring(
        lines: Set(
            LampLine.Lamp.allCases.flatMap { lamp in
                LampLine.Channel.allCases.map { LampLine(lamp, $0) }
            }))
    private func instant(_ milliseconds: Int) -> Uptime {
        Uptime(sinceBoot: .milliseconds(5_000 + milliseconds))
    }
    private let busy = LampDisplay(
        availability: LampSignal(.red), booking: LampSignal(.green, .fastBlink))

    @Test func begins() {
        var sequencer = LampSequencer(wiring: wiring, at: instant(0))
        #expect(sequencer.advance(to: instant(0)) == (lit: [], next: nil))
    }

    @Test func heardIsDarkForAHundredMillisecondsOnBothLamps() {
        var sequencer = LampSequencer(wiring: wiring, at: instant(0))
        sequencer.show(busy, at: instant(0))
        #expect(sequencer.advance(to: instant(0)).lit.count == 2)
        sequencer.acknowledgePress(at: instant(40))
        let dark = sequencer.advance(to: instant(40))
        #expect(dark == (lit: [], next: instant(140)))
        #expect(sequencer.advance(to: instant(139)).lit.isEmpty)
        #expect(sequencer.advance(to: instant(140)).lit.count == 2)
    }

    @Test func sameDisplayAgainDoesNotDisturbTheBlinking() {
        var sequencer = LampSequencer(wiring: wiring, at: instant(0))
        sequencer.show(busy, at: instant(0))
        _ = sequencer.advance(to: instant(0))
        sequencer.show(busy, at: instant(200))
        #expect(sequencer.advance(to: instant(250)).lit == [LampLine(.availability, .red)])
    }

    @Test func refusedStartsAnewEachTime() {
        let refused = LampDisplay(
            availability: .dark, booking: LampSignal(.orange, .refused))
        var sequencer = LampSequencer(wiring: wiring, at: instant(0))
        sequencer.show(refused, at: instant(0))
        _ = sequencer.advance(to: instant(0))
        #expect(sequencer.advance(to: instant(250)).lit == [LampLine(.booking, .orange)])
        sequencer.show(refused, at: instant(300))
        #expect(sequencer.advance(to: instant(300)).lit.isEmpty)
        #expect(sequencer.advance(to: instant(550)).lit == [LampLine(.booking, .orange)])
    }

    @Test func flashTooManyStaysDarkUntilItIsAllowed() {
        let on = LampDisplay(availability: LampSignal(.red), booking: .dark)
        var sequencer = LampSequencer(wiring: wiring, at: instant(0))
        for time in [0, 200, 400] {
            sequencer.show(on, at: instant(time))
            #expect(sequencer.advance(to: instant(time)).lit.count == 1)
            sequencer.show(.dark, at: instant(time + 100))
            #expect(sequencer.advance(to: instant(time + 100)).lit.isEmpty)
        }
        sequencer.show(on, at: instant(600))
        #expect(sequencer.advance(to: instant(600)) == (lit: [], next: instant(1_000)))
        #expect(sequencer.advance(to: instant(1_000)).lit.count == 1)
    }

    /// Whatever is shown and pressed, no line rises more than three times in any second.
    @Test(arguments: 0..<60 as Range<UInt64>)
    func noLineEverFlashesMoreThanThreeTimesInASecond(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var sequencer = LampSequencer(wiring: wiring, at: instant(0))
        var rises: [LampLine: [Int]] = [:]
        var lit: Set<LampLine> = []
        var time = 0
        for _ in 0..<2_000 {
            time += Int.random(in: 0...120, using: &random)
            if Bool.random(using: &random) { sequencer.acknowledgePress(at: instant(time)) }
            if Bool.random(using: &random) {
                sequencer.show(Self.display(&random), at: instant(time))
            }
            let now = sequencer.advance(to: instant(time)).lit
            for line in now.subtracting(lit) { rises[line, default: []].append(time) }
            lit = now
        }
        for (line, times) in rises {
            for index in times.indices.dropFirst(3) where times[index] - times[index - 3] < 1_000 {
                Issue.record("seed \(seed): \(line) rose four times from \(times[index - 3]) ms on")
            }
        }
        #expect(!rises.isEmpty)
    }

    private static func display(_ random: inout SplitMix64) -> LampDisplay {
        func signal() -> LampSignal {
            LampSignal(
                LampSignal.Colour.allCases.randomElement(using: &random) ?? .red,
                LampSignal.Pattern.allCases.randomElement(using: &random) ?? .steady)
        }
        return LampDisplay(availability: signal(), booking: signal())
    }

    /// Asking only at the promised times shows the same as asking every millisecond.
    @Test(arguments: 100..<120 as Range<UInt64>)
    func promisedTimesMissNothing(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var eager = LampSequencer(wiring: wiring, at: instant(0))
        var lazy = eager
        var next: Uptime? = instant(0)
        var lit: Set<LampLine> = []
        for time in 0..<4_000 {
            if Int.random(in: 0..<300, using: &random) == 0 {
                let display = Self.display(&random)
                eager.show(display, at: instant(time))
                lazy.show(display, at: instant(time))
                next = instant(time)
            }
            if let due = next, due <= instant(time) { (lit, next) = lazy.advance(to: due) }
            #expect(eager.advance(to: instant(time)).lit == lit, "seed \(seed) at \(time) ms")
        }
    }
}
