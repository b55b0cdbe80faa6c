/// Takes the data of server-sent events out of a stream of bytes (WHATWG HTML, section 9.2).
///
/// Names, ids and comments are passed over: a panel sends events of one kind.
struct ServerSentEvents {
    /// An event that is longer than any panel's.
    struct TooLong: Error {}

    /// Greatest length of a line and of an event's data, in bytes.
    static let greatestLength = 1 << 20

    private var line: [UInt8] = []
    private var data: [UInt8] = []
    private var hasData = false

    /// Takes in the next bytes.
    ///
    /// - Returns: the data of the events that end in them, in order.
    mutating func take(_ bytes: some Sequence<UInt8>) throws(TooLong) -> [String] {
        var events: [String] = []
        for byte in bytes {
            guard byte == UInt8(ascii: "\n") else {
                guard line.count < Self.greatestLength else { throw TooLong() }
                line.append(byte)
                continue
            }
            if line.last == UInt8(ascii: "\r") { line.removeLast() }
            if let event = try takeLine() { events.append(event) }
            line.removeAll(keepingCapacity: true)
        }
        return events
    }

    /// - Returns: the data of an event, if this line ends one.
    private mutating func takeLine() throws(TooLong) -> String? {
        if line.isEmpty {
            defer { (data, hasData) = ([], false) }
            return hasData ? String(decoding: data, as: UTF8.self) : nil
        }
        let field = Array("data:".utf8)
        guard line.starts(with: field) else { return nil }
        var value = line.dropFirst(field.count)
        if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
        guard data.count + value.count < Self.greatestLength else { throw TooLong() }
        if hasData { data.append(UInt8(ascii: "\n")) }
        data += value
        hasData = true
        return nil
    }
}
