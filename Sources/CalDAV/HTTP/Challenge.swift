/// One way to authenticate that a server offers in `WWW-Authenticate` (RFC 9110, section 11.6.1).
struct Challenge: Hashable, Sendable {
    /// The scheme in lower case: `basic`, `digest`.
    var scheme: String
    /// The parameters; names in lower case.
    var parameters: [String: String]

    /// Reads all challenges of all header lines; what cannot be read is left out.
    ///
    /// Takes at most 16 challenges.
    static func parse(_ lines: [String]) -> [Challenge] {
        var challenges: [Challenge] = []
        for line in lines {
            var scanner = Scanner(line)
            while let challenge = scanner.nextChallenge(), challenges.count < 16 {
                challenges.append(challenge)
            }
        }
        return challenges
    }

    /// Reads `name=value` pairs, as `Authentication-Info` holds them.
    static func parameters(_ line: String) -> [String: String] {
        var scanner = Scanner(line)
        return scanner.parameters()
    }

    private struct Scanner {
        private let text: [Character]
        private var position = 0

        init(_ line: String) { text = Array(line.prefix(4_096)) }

        mutating func nextChallenge() -> Challenge? {
            skip(" ", "\t", ",")
            let scheme = token()
            if scheme.isEmpty { return nil }
            return Challenge(scheme: scheme.lowercased(), parameters: parameters())
        }

        /// Reads pairs up to the end, or to a word that no `=` follows: the next scheme.
        mutating func parameters() -> [String: String] {
            var parameters: [String: String] = [:]
            while true {
                skip(" ", "\t", ",")
                let start = position
                let name = token().lowercased()
                skip(" ", "\t")
                guard !name.isEmpty, take("=") else {
                    position = start
                    return parameters
                }
                skip(" ", "\t")
                parameters[name] = take("\"") ? quoted() : token()
            }
        }

        private mutating func quoted() -> String {
            var value = ""
            while position < text.count, text[position] != "\"" {
                if text[position] == "\\", position + 1 < text.count { position += 1 }
                value.append(text[position])
                position += 1
            }
            position = min(position + 1, text.count)
            return value
        }

        private mutating func token() -> String {
            let start = position
            while position < text.count, !" \t,=\"".contains(text[position]) { position += 1 }
            return String(text[start..<position])
        }

        private mutating func take(_ character: Character) -> Bool {
            guard position < text.count, text[position] == character else { return false }
            position += 1
            return true
        }

        private mutating func skip(_ characters: Character...) {
            while position < text.count, characters.contains(text[position]) { position += 1 }
        }
    }
}
