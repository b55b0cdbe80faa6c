import RoomCore

/// What a record says about one knob, and why.
///
/// The rule: the least value that was tried from which on no value has a call that is certainly wrong. Where a room would be
/// given away too early, a margin comes on top: hold and `vacant_after` together have to last a quarter longer than the
/// longest gap in which people are proven to have been there, since the next gap may be longer than any before.
package struct Advice: Hashable, Sendable {
    /// Fewer judged bookings prove nothing.
    package static let fewestBookings = 20
    /// Fewer days of them prove nothing.
    package static let fewestDays = 5

    /// What it is about.
    package var knob: TuningSetting.Knob
    /// The value to be set; nil if the record recommends none.
    package var value: Duration?
    /// One sentence for people.
    package var reason: String
}

extension TuningReport {
    /// Why the record is too small to recommend anything; nil if it is not.
    package var refusal: String? {
        guard bookings < Advice.fewestBookings || days < Advice.fewestDays else { return nil }
        return "the record has \(bookings) judged bookings on \(days) days; "
            + "\(Advice.fewestBookings) bookings and \(Advice.fewestDays) days are needed at least"
    }

    /// What the record recommends, knob by knob; empty if it is too small.
    package var advice: [Advice] {
        refusal == nil ? TuningSetting.Knob.allCases.map { advice(on: $0) } : []
    }

    /// What the record says about one knob, however small it is.
    package func advice(on knob: TuningSetting.Knob) -> Advice {
        let tried = rows(of: knob)
        guard let last = tried.last else {
            return Advice(knob: knob, value: nil, reason: "nothing was tried")
        }
        let wrong = tried.last { $0.figures.wrong(by: knob) > 0 }
        let safe = tried.filter { row in wrong.map { $0.value < row.value } ?? true }
        guard !safe.isEmpty else {
            let count = last.figures.wrong(by: knob)
            return Advice(
                knob: knob, value: nil,
                reason: "even with \(last.value.words) \(count) of \(bookings) bookings are "
                    + "certainly judged wrongly")
        }
        guard let chosen = safe.first(where: { lasts($0) }) else {
            return Advice(knob: knob, value: nil, reason: "none tried has the margin: \(margin)")
        }
        return Advice(knob: knob, value: chosen.value, reason: reason(chosen, wrong, safe))
    }

    private func reason(_ chosen: Row, _ wrong: Row?, _ safe: [Row]) -> String {
        var parts = ["no call in \(bookings) bookings is certainly wrong"]
        if let wrong {
            let count = wrong.figures.wrong(by: chosen.knob)
            parts.append("with \(wrong.value.words) \(count) \(count == 1 ? "is" : "are")")
        }
        if safe.first != chosen { parts.append("less would not have the margin: \(margin)") }
        return parts.joined(separator: "; ")
    }

    // MARK: The margin

    /// How long hold and `vacant_after` have to last together.
    package var neededPatience: Duration { (longestGap?.length ?? .zero) * 5 / 4 }

    private var margin: String {
        "hold and vacant_after have to last \(neededPatience.words) together, a quarter more than "
            + "the longest gap of people who were there (\((longestGap?.length ?? .zero).words))"
    }

    /// Whether a value has the margin; one that gives no room away needs none.
    private func lasts(_ row: Row) -> Bool {
        let hold = configured.sensors.map(\.hold).min() ?? .zero
        return switch row.knob {
        case .hold: row.value + configured.policy.vacantAfter >= neededPatience
        case .vacantAfter: hold + row.value >= neededPatience
        case .noShowAfter, .checkInWithin: true
        }
    }
}

extension Figures {
    /// The calls that are certainly wrong, and that this knob can help: people who came after a no-show are none of the
    /// sensors'.
    package func wrong(by knob: TuningSetting.Knob) -> Int {
        switch knob {
        case .hold: missed + wrongEnds
        case .noShowAfter: missed + cameLater
        case .vacantAfter: wrongEnds
        case .checkInWithin: missed
        }
    }
}

extension Duration {
    /// `40 s`, `6 min`, `6 min 20 s`.
    package var words: String {
        let seconds = components.seconds
        let (minutes, rest) = (seconds / 60, seconds % 60)
        if minutes == 0 { return "\(rest) s" }
        return rest == 0 ? "\(minutes) min" : "\(minutes) min \(rest) s"
    }
}
