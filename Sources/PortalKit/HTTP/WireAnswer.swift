import JSONText

/// An answer of the REST API as it travels.
package struct WireAnswer: Hashable, Sendable {
    /// The HTTP status.
    package let status: Int
    /// The media type of the text.
    package let type: String
    /// The body.
    package let text: String
    /// Where a renamed portal is now; nil if it is here.
    package let location: String?
    /// The portal's clock, as the header `Date` tells it.
    package let date: String

    /// Words an answer; nil if the connection is to be closed.
    init?(_ answer: RESTAnswer, date: String) {
        self.date = date
        var location: String?
        switch answer {
        case .json(let status, let json):
            (self.status, type, text) = (status, "application/json; charset=utf-8", json.written)
        case .html(let status):
            (self.status, type, text) = (status, Self.pageType, Self.page(status))
        case .text(let status, let text, let type):
            (self.status, self.type, self.text) = (status, type, text)
        case .redirect(let place):
            (status, type, text) = (302, Self.pageType, "")
            location = place
        case .hangUp: return nil
        }
        self.location = location
    }

    static let pageType = "text/html; charset=utf-8"

    /// A page such as a proxy or a portal's front end puts in the way.
    static func page(_ status: Int) -> String {
        "<!doctype html><title>\(status)</title><h1>Bitrix24</h1><p>Please try again later.</p>"
    }
}
