import JSONText

/// A request under `/rest`, taken apart.
struct RESTRequest: Sendable {
    let userID: Int
    let secret: String
    /// The method without `.json`.
    let method: String
    let arguments: JSON.Members
    /// The address it came from.
    let source: String
    /// What the `Host` header says.
    let host: String
    /// Path and query, for the answer after the portal was renamed.
    let target: String

    /// Methods of the commands, if it is a batch.
    var commandMethods: [String] {
        guard method == "batch" else { return [] }
        return ((try? Batch.commands(arguments)) ?? []).map { Command($0.text).method }
    }

    /// Takes `/rest/1/secret/method.json` apart; nil if the path has another form.
    static func path(_ path: String) -> (user: Int, secret: String, method: String)? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 5, parts[1] == "rest", let user = Int(parts[2]) else { return nil }
        let method = parts[4].hasSuffix(".json") ? String(parts[4].dropLast(5)) : parts[4]
        return (user, parts[3], method)
    }
}

/// What a portal answers, before it becomes HTTP.
enum RESTAnswer: Sendable {
    /// A JSON document.
    case json(Int, JSON)
    /// A page for people, with this status.
    case html(Int)
    /// Any text, with status and media type.
    case text(Int, String, String)
    /// 302 to another address.
    case redirect(String)
    /// No answer: the connection closes.
    case hangUp

    /// The HTTP status; 0 if there is none.
    var status: Int {
        switch self {
        case .json(let status, _), .html(let status), .text(let status, _, _): status
        case .redirect: 302
        case .hangUp: 0
        }
    }
}
