import CivilCalendar

extension CivilTime {
    /// `20261123T100000`: the time in the few characters of a name.
    var stamp: String {
        text.filter { $0 != "-" && $0 != ":" }
    }

    /// Reads a ``stamp``; nil for anything else.
    init?(stamp: some StringProtocol) {
        let bytes = Array(stamp.utf8)
        guard bytes.count == 15, bytes[8] == UInt8(ascii: "T") else { return nil }
        let digits = bytes.filter { (48...57).contains($0) }.map { Int($0 - 48) }
        guard digits.count == 14 else { return nil }
        let numbers = [0..<4, 4..<6, 6..<8, 8..<10, 10..<12, 12..<14].map { part in
            digits[part].reduce(0) { $0 * 10 + $1 }
        }
        self.init(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5])
    }
}
