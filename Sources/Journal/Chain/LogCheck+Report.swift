extension LogCheck {
    /// Something that is not as it was sealed.
    public struct Fault: Hashable, Sendable, CustomStringConvertible {
        /// The day; nil if it is about the whole chain.
        public var day: LogDay?
        /// The kind of rows; nil if it is about a seal.
        public var kind: LogKind?
        /// What is wrong, with the row's time where it can be told.
        public var problem: String

        /// One line.
        public var description: String {
            [day?.description, kind?.rawValue].compactMap(\.self).map { "\($0): " }.joined()
                + problem
        }
    }

    /// Rows of one kind that came to a day when it was sealed already.
    ///
    /// No fault, since a clock that is set back makes them; but whoever can write the file can make them as well.
    public struct Late: Hashable, Sendable, CustomStringConvertible {
        /// Most rows whose times are told.
        static let greatestNamed = 5

        /// The day on which they happened.
        public var day: LogDay
        /// Their kind.
        public var kind: LogKind
        /// How many there are.
        public var count = 0
        /// How many of them no seal binds yet.
        public var unbound = 0
        /// When the first of them happened, up to five.
        public var times: [String] = []

        init(_ day: LogDay, _ kind: LogKind) { (self.day, self.kind) = (day, kind) }

        /// Counts a row.
        mutating func take(at time: String, isBound: Bool) {
            count += 1
            unbound += isBound ? 0 : 1
            if times.count < Self.greatestNamed { times.append(time) }
        }

        /// One line.
        public var description: String {
            let open = unbound == 0 ? "" : ", \(unbound) of them bound by no seal yet"
            let more = count > times.count ? " and others" : ""
            return "\(day): \(kind.rawValue): \(count) rows came after the day was sealed\(open): "
                + "at " + times.joined(separator: ", ") + more
        }
    }

    /// What was found.
    public struct Report: Hashable, Sendable {
        /// Days that have a seal.
        public var days = 0
        /// Days of these whose rows do not come to their seal: there is a fault, or the retention has begun to delete them.
        public var partial = 0
        /// Rows that were compared.
        public var rows = 0
        /// The oldest day with a seal; nil if there is none.
        public var first: LogDay?
        /// The newest seal; nil if there is none.
        public var newest: Seal?
        /// Rows among those compared that came late.
        public var lateRows = 0
        /// The late rows by day and kind, the first ``LogCheck/greatestFaults`` of these.
        public var late: [Late] = []
        /// Rows that are older than the chain, bound by nothing.
        public var before = 0
        /// Rows that came after the newest seal, bound by none yet.
        public var since = 0
        /// Everything that is wrong, up to ``LogCheck/greatestFaults``.
        public var faults: [Fault] = []
    }
}
