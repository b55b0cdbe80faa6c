import JSONText

/// Parameters as the methods of Online booking read them, with their own errors.
extension Arguments {
    /// A top-level parameter.
    ///
    /// - Throws: error 100 if it is missing.
    func bookingValue(_ name: String) throws(RESTError) -> JSON {
        guard let value = self[name] else { throw Self.noValue(name) }
        return value
    }

    /// A top-level whole number.
    func bookingInt(_ name: String) throws(RESTError) -> Int {
        guard let number = try bookingValue(name).looseInt else {
            throw .booking(
                100, "Invalid value to match with parameter {\(name)}. Should be value of type int."
            )
        }
        return number
    }

    /// A top-level map; a list without elements is an empty one.
    func bookingMap(_ name: String) throws(RESTError) -> JSON.Members {
        switch try bookingValue(name) {
        case .object(let members): return members
        case .array(let list) where list.isEmpty: return JSON.Members()
        default: throw Self.notArray(name)
        }
    }

    /// `filter` or `order`: nothing if it is not there.
    func listOption(_ name: String) throws(RESTError) -> JSON.Members {
        guard let value = self[name] else { return JSON.Members() }
        switch value {
        case .object(let members): return members
        case .array(let list) where list.isEmpty: return JSON.Members()
        default:
            throw name == "order" ? .calendar(Self.notArray(name).text.en) : Self.notArray(name)
        }
    }

    /// The offset of a page.
    func start() throws(RESTError) -> Int {
        guard let value = self["start"] else { return 0 }
        guard let start = value.looseInt else {
            throw .booking(
                100, "Invalid value to match with parameter {start}. Should be value of type int.")
        }
        return max(0, start)
    }

    private static func noValue(_ name: String) -> RESTError {
        .booking(100, "Could not find value for parameter {\(name)}")
    }

    private static func notArray(_ name: String) -> RESTError {
        .booking(
            100, "Invalid value to match with parameter {\(name)}. Should be value of type array.")
    }
}

extension RESTError {
    /// A field within `fields` or `filter` is missing.
    static func requiredFields(_ names: String) -> RESTError {
        .booking(0, "Required fields: \(names)")
    }

    static let badPeriod = booking(422, "Invalid date period")
    static let badValue = booking(422, "Invalid value of the field")
    static let noResources = booking(1018, "Empty resource collection")
}

extension Call {
    /// One page of a list that tells nothing of its length, or a zero.
    func bookingPage(_ rows: [JSON], under name: String) throws -> Outcome {
        let start = try arguments.start()
        let end = min(start + 50, rows.count)
        let page = start < end ? Array(rows[start..<end]) : []
        let total = switches.bookingTotals == .zero ? 0 : nil
        return Outcome(.object(JSON.Members(name, .array(page))), total: total)
    }
}

extension JSON.Members {
    /// A map with one member.
    init(_ name: String, _ value: JSON) {
        self.init()
        append(name, value)
    }
}

/// The order of a list.
struct ListOrder {
    private let keys: [(name: String, isDescending: Bool)]

    /// Reads `order`; names have to be written as they are documented.
    init(_ members: JSON.Members, allowed: [String]) throws(RESTError) {
        var keys: [(String, Bool)] = []
        for member in members.all {
            let direction = member.value.string?.uppercased()
            guard allowed.contains(member.name), direction == "ASC" || direction == "DESC" else {
                throw .booking(0, "Unknown order: \(member.name.prefix(64))")
            }
            keys.append((member.name, direction == "DESC"))
        }
        self.keys = keys
    }

    /// The SQL; without an order rows come in one that nobody can rely on.
    func sql(columns: [String: String]) -> String {
        guard !keys.isEmpty else { return "(id * 7919) % 1009, id" }
        return keys.map { "\(columns[$0.name] ?? "id") \($0.isDescending ? "DESC" : "ASC")" }
            .joined(separator: ", ")
    }
}
