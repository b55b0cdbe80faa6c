import HTTPExchange

/// The answer to PROPFIND and REPORT: many resources, each with its own status (RFC 4918, section 13).
struct MultiStatus: Hashable, Sendable {
    /// What is said of one resource.
    struct Response: Hashable, Sendable {
        /// The resource, as the server spells it.
        var href: String
        /// The status of the resource as a whole; nil if its properties have their own.
        var status: Int?
        /// The properties that could be read.
        var properties: [XMLElement.Name: XMLElement] = [:]
        /// The statuses of properties that could not, each once.
        var failures: Set<Int> = []
        /// The names in the `error` element.
        var conditions: [String] = []

        /// The text of a property; nil if it is absent or blank.
        func text(_ name: XMLElement.Name) -> String? {
            guard let text = properties[name]?.text.trimmed, !text.isEmpty else { return nil }
            return text
        }

        /// The addresses inside a property.
        func hrefs(_ name: XMLElement.Name) -> [String] {
            properties[name]?.all(.dav("href")).map(\.text.trimmed) ?? []
        }
    }

    var responses: [Response] = []
    /// Where the next `sync-collection` goes on (RFC 6578).
    var syncToken: String?

    /// Reads the body of a 207.
    ///
    /// - Throws: ``XMLDocument/Malformed`` if it is no XML or has another root.
    init(_ body: [UInt8]) throws(XMLDocument.Malformed) {
        let root = try XMLDocument.parse(body)
        guard root.name == .dav("multistatus") else {
            let found = root.name.local.oneLine(40)
            throw XMLDocument.Malformed(reason: "not a multistatus but \(found)")
        }
        responses = root.all(.dav("response")).compactMap(Response.init)
        let token = root[.dav("sync-token")]?.text.trimmed ?? ""
        syncToken = token.isEmpty ? nil : token
    }
}

extension MultiStatus.Response {
    fileprivate init?(_ element: XMLElement) {
        guard let href = element[.dav("href")]?.text.trimmed, !href.isEmpty else { return nil }
        self.href = href
        status = element[.dav("status")].flatMap { Self.status($0.text) }
        conditions = element[.dav("error")]?.children.map(\.name.local) ?? []
        for part in element.all(.dav("propstat")) {
            let status = part[.dav("status")].flatMap { Self.status($0.text) } ?? 200
            guard (200..<300).contains(status) else {
                failures.insert(status)
                continue
            }
            for property in part[.dav("prop")]?.children ?? [] {
                properties[property.name] = property
            }
        }
    }

    /// Reads `HTTP/1.1 404 Not Found`.
    private static func status(_ line: String) -> Int? {
        let words = line.split(separator: " ", maxSplits: 2)
        return words.count >= 2 ? Int(words[1]) : nil
    }
}
