import HTTPExchange

/// Something in a calendar that was left out or is read with doubt.
struct Complaint: Hashable, Sendable {
    /// What is wrong, in words that are the same for every case of it.
    var kind: String
    /// The whole line about this case.
    var text: String

    /// Makes `kind: detail`, or the kind alone if there is nothing to add.
    init(_ kind: String, _ detail: String = "") {
        self.kind = kind
        text = detail.isEmpty ? kind : "\(kind): \(detail)"
    }

    /// Makes a complaint with a line of its own.
    init(kind: String, text: String) {
        self.kind = kind
        self.text = text
    }
}

/// Complaints, one line for each kind: the first case, and how many more there were.
///
/// One event may hold a hundred thousand values that are all wrong in the same way.
struct Complaints: Hashable, Sendable {
    private struct Case: Hashable, Sendable {
        var first: Complaint
        var count: Int
    }

    private var cases: [Case] = []

    /// Takes in a complaint; kinds beyond ``CalDAVLimits/complaints`` are not kept.
    mutating func add(_ complaint: Complaint) {
        add(Case(first: complaint, count: 1))
    }

    /// Takes in a complaint.
    mutating func add(_ kind: String, _ detail: String = "") {
        add(Complaint(kind, detail))
    }

    /// Takes in everything that another list holds.
    ///
    /// - Parameter subject: what the others are about; put in front of their lines.
    mutating func add(_ others: Complaints, of subject: String? = nil) {
        for var other in others.cases {
            if let subject { other.first.text = "\(subject): \(other.first.text)" }
            add(other)
        }
    }

    private mutating func add(_ one: Case) {
        if let place = cases.firstIndex(where: { $0.first.kind == one.first.kind }) {
            cases[place].count += one.count
        } else if cases.count < CalDAVLimits.complaints {
            cases.append(one)
        }
    }

    /// The lines, in the order in which their kinds first came up.
    ///
    /// - Parameter name: what all of them are about; put in front.
    func lines(of name: String) -> [String] {
        cases.map { one in
            let more = one.count > 1 ? " (and \(one.count - 1) more)" : ""
            let limit = CalDAVLimits.complaintBytes - more.utf8.count
            return "\(name): \(one.first.text)".oneLine(limit) + more
        }
    }
}
