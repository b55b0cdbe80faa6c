/// The `ETag` of an answer, made of its bytes: the same bytes have the same tag, after a restart too.
struct EntityTag: Hashable, Sendable, CustomStringConvertible {
    /// The tag as it is sent, in quotation marks: the 64-bit FNV-1a hash of the bytes.
    let description: String

    init(_ bytes: [UInt8]) {
        let hash = bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { hash, byte in
            (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        description = "\"\(String(hash, radix: 16))\""
    }

    /// Whether the list of `If-None-Match` (RFC 9110, section 13.1.2) names the tag, compared weakly.
    ///
    /// - Parameter list: the field's value; nil if there is none.
    func isNamed(in list: String?) -> Bool {
        (list ?? "").split(separator: ",").contains { entry in
            let entry = entry.trimmed
            let tag = entry.hasPrefix("W/") ? entry.dropFirst(2) : entry
            return entry == "*" || tag == description
        }
    }
}
