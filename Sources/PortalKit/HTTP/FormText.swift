import JSONText

/// Queries and form bodies as PHP reads them: `filter[within][dateFrom]=1&section[]=5`.
enum FormText {
    /// Names that are read; further ones are left out, as PHP's `max_input_vars` does.
    private static let greatestCount = 1_000

    /// All names and values, nested as their brackets say; values are texts.
    static func members(_ text: some StringProtocol) -> JSON.Members {
        let root = Node()
        for pair in text.split(separator: "&").prefix(greatestCount) {
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = decoded(halves[0])
            let value = halves.count == 2 ? decoded(halves[1]) : ""
            root.set(value, at: path(name)[...])
        }
        return root.members
    }

    /// `a[b][]` becomes a, b and nothing.
    private static func path(_ name: String) -> [String] {
        guard let open = name.firstIndex(of: "["), open != name.startIndex else { return [name] }
        var path = [String(name[..<open])]
        var rest = name[open...]
        while rest.first == "[", let close = rest.firstIndex(of: "]") {
            path.append(String(rest[rest.index(after: rest.startIndex)..<close]))
            rest = rest[rest.index(after: close)...]
        }
        return path
    }

    /// Undoes `+` and `%20`; bytes that are no UTF-8 become U+FFFD.
    static func decoded(_ text: some StringProtocol) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                let digits = String(decoding: rest.prefix(2), as: UTF8.self)
                if digits.utf8.count == 2, let value = UInt8(digits, radix: 16) {
                    bytes.append(value)
                    rest = rest.dropFirst(2)
                } else {
                    bytes.append(byte)
                }
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A value or a map in the making.
    private final class Node {
        private var value: String?
        private var children: [(name: String, node: Node)] = []

        func set(_ text: String, at path: ArraySlice<String>) {
            guard let first = path.first else {
                value = text
                return
            }
            let name = first.isEmpty ? String(children.count) : first
            if let child = children.first(where: { $0.name == name }) {
                child.node.set(text, at: path.dropFirst())
            } else {
                let node = Node()
                node.set(text, at: path.dropFirst())
                children.append((name, node))
            }
        }

        var members: JSON.Members {
            var members = JSON.Members()
            for child in children { members.append(child.name, child.node.json) }
            return members
        }

        private var json: JSON {
            if let value, children.isEmpty { return .string(value) }
            return .phpArray(members)
        }
    }
}
