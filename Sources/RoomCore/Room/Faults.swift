/// What is wrong around the room, as far as health tells it.
struct Faults: Sendable {
    /// Lines of a reading that are told at most.
    static let greatestComplaints = 16

    /// Why the journal cannot be written; nil if it can.
    var journal: String?
    /// Why the lamps cannot be set; nil if they can.
    var lamps: String?
    /// How the server failed last; nil if it answered well since.
    private(set) var server: ServerFailure?
    /// What the last reading had to leave out.
    private(set) var complaints: [String] = []

    // MARK: The server

    /// - Returns: whether it failed otherwise before, or not at all.
    mutating func serverFailed(_ failure: ServerFailure) -> Bool { server.renew(failure) }

    /// A reading has to wait: why the schedule is old, and no more; what the server said itself counts for more.
    mutating func readingPaced(_ failure: ServerFailure) {
        if server == nil { server = failure }
    }

    mutating func serverAnswered() {
        server = nil
    }

    /// Takes in what a reading had to leave out.
    ///
    /// - Returns: the lines that are news; one that differs from an earlier one in its numbers only is none.
    mutating func complain(_ lines: [String]) -> [String] {
        if lines.isEmpty, complaints.isEmpty { return [] }
        let known = Set(complaints.map(\.withoutNumbers))
        complaints = Array(lines.prefix(Self.greatestComplaints))
        return complaints.filter { !known.contains($0.withoutNumbers) }
    }
}

extension String {
    fileprivate var withoutNumbers: String { filter { !$0.isNumber } }
}
