import JSONText

/// One call inside a `batch`.
struct BatchCommand: Hashable, Sendable {
    var method: String
    var parameters: JSON

    init(_ method: String, _ parameters: JSON = [:]) {
        self.method = method
        self.parameters = parameters
    }

    /// The command as a batch in a JSON body wants it: the method, and its parameters as one percent-encoded query.
    var line: String {
        let query = BatchCommand.query(parameters)
        return query.isEmpty ? method : "\(method)?\(query)"
    }

    /// Parameters as PHP reads them out of a query: `filter[within][dateFrom]=1&section[0]=5`.
    ///
    /// Booleans become `Y` and `N`, since a query cannot hold them; null and empty lists cannot be written and are
    /// left out.
    static func query(_ parameters: JSON) -> String {
        var parts: [String] = []
        for member in parameters.entries {
            append(member.value, named: encode(member.name), to: &parts)
        }
        return parts.joined(separator: "&")
    }

    private static func append(_ value: JSON, named name: String, to parts: inout [String]) {
        switch value {
        case .null: break
        case .bool(let flag): parts.append("\(name)=\(flag ? "Y" : "N")")
        case .int, .double, .string: parts.append("\(name)=\(encode(value.text ?? ""))")
        case .array, .object:
            for member in value.entries {
                // Brackets may stay as they are: PHP takes them encoded or not, and people can read them.
                append(member.value, named: "\(name)[\(encode(member.name))]", to: &parts)
            }
        }
    }

    /// Percent-encodes all but RFC 3986's unreserved characters.
    static func encode(_ text: String) -> String {
        var encoded: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                encoded.append(byte)
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                encoded += ((byte < 16 ? "%0" : "%") + digits).utf8
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }
}

/// What a `batch` answered, by the order of its commands.
struct BatchAnswer: Hashable, Sendable {
    /// What became of one command.
    enum Outcome: Hashable, Sendable {
        case result(JSON, next: Int64?)
        case error(PortalError)
        /// The portal said nothing about it, since an earlier one failed or the answer is short.
        case missing
    }

    /// One for each command.
    var outcomes: [Outcome]
    /// What each command cost.
    var costs: [CallCost?]

    /// The name of a command by its place.
    static func key(_ index: Int) -> String { "c\(index)" }

    /// Takes an answer to so many commands apart; each map may be an empty list instead.
    init(_ result: JSON, count: Int) {
        let parts = ["result", "result_error", "result_next", "result_time"].map { name in
            Dictionary(
                (result[name] ?? .null).entries.map { ($0.name, $0.value) },
                uniquingKeysWith: { first, _ in first })
        }
        outcomes = (0..<count).map { index in
            let key = BatchAnswer.key(index)
            if let error = parts[1][key].flatMap(PortalError.init) { return .error(error) }
            guard let value = parts[0][key] else { return .missing }
            return .result(value, next: parts[2][key]?.wholeNumber)
        }
        costs = (0..<count).map { CallCost(parts[3][BatchAnswer.key($0)]) }
    }
}
