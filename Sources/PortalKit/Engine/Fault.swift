/// Something that goes wrong on purpose with the next fitting requests.
public struct Fault: Codable, Hashable, Sendable {
    /// What goes wrong.
    public enum Kind: String, Codable, CaseIterable, Sendable {
        /// The connection closes; nothing was done.
        case hangUp
        /// It is done, then the connection closes without an answer.
        case loseAnswer
        /// An HTML page; nothing was done.
        case html
        /// It is done, but an HTML page is the answer.
        case htmlAnswer
        /// A wait before it is done.
        case delay
        /// It is done, then a wait before the answer.
        case delayAnswer
        /// An error of the system; nothing was done.
        case error
        /// It is done, but the body of the answer is empty.
        case emptyAnswer
        /// It is done, but `result` is an empty list.
        case emptyResult
        /// It is done, but the answer stops in the middle.
        case truncatedAnswer
        /// It is done, but the answer has no JSON type.
        case wrongType
        /// It is done, but the rows of its lists have other members: see ``Fault/fields``.
        case rewrite
        /// It is done, but the rows of its lists are null.
        case nullRows
        /// It is done, but each row of its lists comes ``Fault/copies`` times.
        case repeatRows

        /// Whether the request has been carried out by then.
        var isAfter: Bool {
            switch self {
            case .hangUp, .html, .delay, .error: false
            default: true
            }
        }
    }

    /// What goes wrong.
    public var kind: Kind
    /// The method it strikes, also inside a batch.
    ///
    /// A `*` at the end stands for the rest of a name; alone it strikes every method.
    public var method: String
    /// How many fitting requests are let through first.
    public var after: Int
    /// How many are struck then.
    public var times: Int
    /// The HTTP status of pages and errors; each kind has its own default.
    public var status: Int?
    /// The code of an error.
    public var code: String?
    /// The length of a wait.
    public var seconds: Double?
    /// How often each row comes; 2 if nil.
    public var copies: Int?
    /// What the members of rows become: a text, or nil to leave the member out.
    public var fields: [String: String?]?

    /// Makes a fault.
    ///
    /// - Throws: ``SettingError`` if a number is out of range.
    public init(
        _ kind: Kind, method: String = "*", after: Int = 0, times: Int = 1, status: Int? = nil,
        code: String? = nil, seconds: Double? = nil, fields: [String: String?]? = nil,
        copies: Int? = nil
    ) throws(SettingError) {
        (self.kind, self.method, self.after, self.times) = (kind, method, after, times)
        (self.status, self.code) = (status, code)
        (self.seconds, self.fields, self.copies) = (seconds, fields, copies)
        try validate()
    }

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case kind, method, after, times, status, code, seconds, copies, fields
    }

    /// Reads what was sent to the control path or given on the command line.
    ///
    /// - Throws: ``SettingError`` also for members that a fault does not have: left out, such a fault would strike
    ///   something else.
    public init(from decoder: any Decoder) throws {
        try Self.checkNames(of: decoder)
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let name = try values.decode(String.self, forKey: .kind)
        guard let kind = Kind(rawValue: name) else {
            let names = Kind.allCases.map(\.rawValue).joined(separator: ", ")
            throw SettingError("kind cannot be \"\(name)\"; allowed: \(names)")
        }
        try self.init(
            kind,
            method: values.decodeIfPresent(String.self, forKey: .method) ?? "*",
            after: values.decodeIfPresent(Int.self, forKey: .after) ?? 0,
            times: values.decodeIfPresent(Int.self, forKey: .times) ?? 1,
            status: values.decodeIfPresent(Int.self, forKey: .status),
            code: values.decodeIfPresent(String.self, forKey: .code),
            seconds: values.decodeIfPresent(Double.self, forKey: .seconds),
            fields: values.decodeIfPresent([String: String?].self, forKey: .fields),
            copies: values.decodeIfPresent(Int.self, forKey: .copies))
    }

    private static func checkNames(of decoder: any Decoder) throws {
        let names = try decoder.container(keyedBy: MemberName.self).allKeys.map(\.stringValue)
        if let name = names.sorted().first(where: { CodingKeys(stringValue: $0) == nil }) {
            let known = CodingKeys.allCases.map(\.rawValue).joined(separator: ", ")
            throw SettingError("a fault has no \"\(name)\"; allowed: \(known)")
        }
    }

    private func validate() throws(SettingError) {
        guard (0...1_000_000).contains(after), (1...1_000_000).contains(times) else {
            throw SettingError("after cannot be negative, times has to be 1 at least")
        }
        if let status, !(200...599).contains(status) {
            throw SettingError("status cannot be \(status); allowed: 200 to 599")
        }
        guard kind != .rewrite || fields?.isEmpty == false else {
            throw SettingError("rewrite needs fields")
        }
        if let copies, !(0...100_000).contains(copies) {
            throw SettingError("copies cannot be \(copies); allowed: 0 to 100000")
        }
        if let seconds, !(0...3600).contains(seconds) {
            throw SettingError("seconds cannot be \(seconds); allowed: 0 to 3600")
        }
    }

    func fits(_ methods: [String]) -> Bool {
        guard method.hasSuffix("*") else { return methods.contains(method) }
        let start = method.dropLast()
        return methods.contains { $0.hasPrefix(start) }
    }
}

/// The name of any member of an object.
private struct MemberName: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}
