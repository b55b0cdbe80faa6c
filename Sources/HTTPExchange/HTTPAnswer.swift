import CivilCalendar
package import RoomCore

/// One header line.
package struct HTTPField: Hashable, Sendable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// One whole answer.
package struct HTTPAnswer: Hashable, Sendable {
    package var status: Int
    package var headers: [HTTPField]
    package var body: [UInt8]

    package init(status: Int, headers: [HTTPField] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The first header of that name; names are compared without case.
    package subscript(name: String) -> String? {
        values(of: name).first
    }

    /// All headers of that name, in order.
    package func values(of name: String) -> [String] {
        let wanted = name.lowercased()
        return headers.filter { $0.name.lowercased() == wanted }.map(\.value)
    }

    /// The media type without parameters, in lower case; nil if the answer names none.
    package var mediaType: String? {
        self["content-type"]?.prefix { $0 != ";" }.lowercased().trimmed
    }

    /// The server's own clock; nil if it sent no `Date` that can be read.
    package var date: WallTime? {
        self["date"].flatMap(HTTPDate.secondsSinceEpoch)
            .map(WallTime.init(secondsSinceEpoch:))
    }
}
