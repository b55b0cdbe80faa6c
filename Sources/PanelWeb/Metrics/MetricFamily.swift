/// One metric with all its samples, as Prometheus has it.
struct MetricFamily: Hashable, Sendable {
    /// What kind of number it is.
    enum Kind: String, Hashable, Sendable {
        /// Only grows, but for a restart; its name ends with `_total`.
        case counter
        /// May go anywhere.
        case gauge
    }

    /// One number, with the labels that tell it from the others.
    struct Sample: Hashable, Sendable {
        /// Names and values, in the order written; each name once.
        var labels: [Label] = []
        /// The number.
        var value: Double
    }

    /// A name and a value.
    struct Label: Hashable, Sendable {
        /// Lower-case letters and underscores.
        var name: String
        /// Any text.
        var value: String
    }

    /// Its name, with the unit at the end.
    var name: String
    /// What kind of number it is.
    var kind: Kind
    /// One sentence for people.
    var help: String
    /// The numbers; a family without any is not written.
    var samples: [Sample]
}

extension MetricFamily {
    /// A metric without labels; none where there is no number.
    static func gauge(_ name: String, _ help: String, _ value: Double?) -> MetricFamily {
        MetricFamily(
            name: name, kind: .gauge, help: help, samples: value.map { [Sample(value: $0)] } ?? [])
    }

    /// A number of things.
    static func gauge(_ name: String, _ help: String, _ count: Int) -> MetricFamily {
        gauge(name, help, Double(count))
    }

    /// Whether something is so: 1 or 0.
    static func flag(_ name: String, _ help: String, _ isSo: Bool) -> MetricFamily {
        gauge(name, help, isSo ? 1 : 0)
    }

    /// A counter without labels.
    static func counter(_ name: String, _ help: String, _ count: Int) -> MetricFamily {
        MetricFamily(
            name: name, kind: .counter, help: help, samples: [Sample(value: Double(count))])
    }

    /// A counter of each member of a closed set, so that a rate can be told from the first scrape on.
    static func counters<Member>(
        _ name: String, _ help: String, of members: [Member], labels: (Member) -> [Label],
        count: (Member) -> Int?
    ) -> MetricFamily {
        MetricFamily(
            name: name, kind: .counter, help: help,
            samples: members.map {
                Sample(labels: labels($0), value: Double(count($0) ?? 0))
            })
    }

    /// A state of a closed set: 1 for the one that holds, 0 for the others.
    static func states<State>(
        _ name: String, _ help: String, _ state: State?, label: String = "state"
    ) -> MetricFamily
    where State: CaseIterable & RawRepresentable & Equatable, State.RawValue == String {
        MetricFamily(
            name: name, kind: .gauge, help: help, samples: stateSamples(state, label: label))
    }

    /// The samples of one state among several of the same metric, told apart by more labels.
    static func stateSamples<State>(
        _ state: State?, label: String = "state", beside labels: [Label] = []
    ) -> [Sample]
    where State: CaseIterable & RawRepresentable & Equatable, State.RawValue == String {
        State.allCases.map { each in
            Sample(
                labels: labels + [Label(name: label, value: each.rawValue)],
                value: each == state ? 1 : 0)
        }
    }
}
