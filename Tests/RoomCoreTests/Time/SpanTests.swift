import RoomCore
import Testing

@Suite struct SpanTests {
    @Test(
        arguments: [
            (span("10:00", "11:00"), true), (span("09:00", "10:00"), false),
            (span("11:00", "12:00"), false), (span("10:59:59", "12:00"), true),
            (span("09:00", "10:00:00.000001"), true), (span("10:30", "10:30"), false),
            (span("10:00", "10:00"), false), (span("09:00", "12:00"), true),
        ])
    func touchingAndEmptySpansDoNotOverlap(other: Span, overlaps: Bool) {
        let span = span("10:00", "11:00")
        #expect(span.overlaps(other) == overlaps)
        #expect(other.overlaps(span) == overlaps)
    }

    @Test func theStartIsInsideAndTheEndIsNot() {
        let span = span("10:00", "11:00")
        #expect(span.contains(at("10:00")))
        #expect(span.contains(at("11:00") - microsecond))
        #expect(!span.contains(at("11:00")))
        #expect(!span.contains(at("10:00") - microsecond))
    }

    @Test func anEndBeforeTheStartMakesItEmpty() {
        let span = span("11:00", "10:00")
        #expect(span.isEmpty)
        #expect(span.length == .zero)
        #expect(!span.contains(at("11:00")))
        #expect(Span(start: at("10:00"), length: .seconds(-5)).isEmpty)
    }

    @Test func wildSpansHaveAFiniteLength() {
        let all = Span(
            start: WallTime(secondsSinceEpoch: .min), end: WallTime(secondsSinceEpoch: .max))
        #expect(all.length.components.seconds == 315_537_897_599)
        #expect(all.contains(at("10:00")))
    }
}
