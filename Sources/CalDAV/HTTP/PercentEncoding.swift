/// Percent-encoding of addresses (RFC 3986, section 2.1).
enum PercentEncoding {
    /// Puts the byte that is meant for every `%XX`; what is no such escape stays as it is.
    ///
    /// - Parameter isAllowed: whether an escape of that byte counts; one that does not stays as it is, too.
    static func decode(
        _ text: String, where isAllowed: (UInt8) -> Bool = { _ in true }
    ) -> [UInt8] {
        var rest = Array(text.utf8)[...]
        guard rest.contains(UInt8(ascii: "%")) else { return Array(rest) }
        var bytes: [UInt8] = []
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let meant = value(of: rest.prefix(2)), isAllowed(meant) {
                bytes.append(meant)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }

    /// Writes all but unreserved characters (section 2.3), and those in `kept`, as `%XX`.
    static func encode(_ text: String, keeping kept: String) -> String {
        var encoded = ""
        for byte in text.utf8 {
            if isUnreserved(byte) || kept.utf8.contains(byte) {
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                encoded += byte < 16 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return encoded
    }

    private static func value(of digits: ArraySlice<UInt8>) -> UInt8? {
        guard digits.count == 2,
            digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit })
        else { return nil }
        return UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "_"), UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
