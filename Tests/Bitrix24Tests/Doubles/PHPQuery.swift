import JSONText

@testable import Bitrix24

/// Takes apart what `http_build_query` puts together.
enum PHPQuery {
    static func parse(_ query: String) -> JSON {
        var root: JSON = [:]
        for part in query.split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = pair[0].replacing("]", with: "")
            let path = name.split(separator: "[", omittingEmptySubsequences: false).map {
                decode(String($0))
            }
            root.put(.string(decode(pair.count > 1 ? String(pair[1]) : "")), at: path[...])
        }
        return root
    }

    static func decode(_ text: String) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"),
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte == UInt8(ascii: "+") ? 0x20 : byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension JSON {
    /// Puts a value at a path of names.
    fileprivate mutating func put(_ value: JSON, at path: ArraySlice<String>) {
        guard let name = path.first else {
            self = value
            return
        }
        var members = Members(entries.map { ($0.name, $0.value) })
        var inner = members[name] ?? [:]
        inner.put(value, at: path.dropFirst())
        members[name] = inner
        self = .object(members)
    }
}
