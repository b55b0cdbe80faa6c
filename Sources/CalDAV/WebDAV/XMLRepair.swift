/// Makes the text of an XML document readable where other programs put bytes in it that XML does not permit.
///
/// One forbidden character in somebody's title must not hide all the others' bookings. One pass over the bytes, each
/// looked at a bounded number of times.
struct XMLRepair {
    /// How long a reference by number may be, from `&#` to `;`.
    private static let referenceLimit = 12

    /// Puts U+FFFD for bytes that are no UTF-8, and a blank for characters that XML does not permit (XML 1.0, section
    /// 2.2), written as they are or by their number.
    static func repair(_ bytes: [UInt8]) -> [UInt8] {
        blanking(String(decoding: bytes, as: UTF8.self).utf8)
    }

    /// Puts blanks for what XML does not permit in a text that is UTF-8.
    static func blanking<Text: Collection<UInt8>>(_ text: Text) -> [UInt8] {
        var repaired: [UInt8] = []
        repaired.reserveCapacity(text.count)
        var index = text.startIndex
        while index < text.endIndex {
            if let end = endOfForbidden(at: index, in: text) {
                repaired.append(.space)
                index = end
            } else {
                repaired.append(text[index])
                text.formIndex(after: &index)
            }
        }
        return repaired
    }

    /// Where the forbidden character or reference that begins here ends; nil if none does.
    private static func endOfForbidden<Text: Collection<UInt8>>(
        at index: Text.Index, in text: Text
    ) -> Text.Index? {
        switch text[index] {
        case 0x09, 0x0A, 0x0D: return nil
        case 0..<0x20: return text.index(after: index)
        case 0xEF: return endOfNoncharacter(text[index...])
        case UInt8(ascii: "&"): return endOfReference(text[index...].dropFirst())
        default: return nil
        }
    }

    /// U+FFFE and U+FFFF are the only ones of three or more bytes.
    private static func endOfNoncharacter<Text: Collection<UInt8>>(_ rest: Text) -> Text.Index? {
        let three = rest.prefix(3)
        let isForbidden =
            three.elementsEqual([0xEF, 0xBF, 0xBE])
            || three.elementsEqual([0xEF, 0xBF, 0xBF])
        return isForbidden ? three.endIndex : nil
    }

    /// - Parameter rest: what follows the `&`.
    private static func endOfReference<Text: Collection<UInt8>>(_ rest: Text) -> Text.Index? {
        guard rest.first == UInt8(ascii: "#") else { return nil }
        let body = rest.dropFirst().prefix(referenceLimit - 2)
        guard let end = body.firstIndex(of: UInt8(ascii: ";")) else { return nil }
        let number = String(decoding: body[..<end], as: UTF8.self)
        return isPermitted(number) ? nil : rest.index(after: end)
    }

    /// - Parameter number: what stands between `&#` and `;`.
    private static func isPermitted(_ number: String) -> Bool {
        let code = number.hasPrefix("x") ? Int(number.dropFirst(), radix: 16) : Int(number)
        switch code ?? 0 {
        case 0x09, 0x0A, 0x0D, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: return true
        default: return false
        }
    }
}
