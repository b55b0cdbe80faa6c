import Testing

@testable import CalDAV

struct XMLDocumentTests {
    private func parse(_ text: String) throws -> XMLElement {
        try XMLDocument.parse(Array(text.utf8))
    }

    @Test func namespacesAndTextAreRead() throws {
        let root = try parse(
            "<a xmlns='DAV:'>x<b c='1' d:e='2' xmlns:d='urn:d'>y&amp;z</b>w<![CDATA[<]]></a>")
        #expect(root.name == .dav("a"))
        #expect(root.text == "xw<")
        #expect(root[.dav("b")]?.text == "y&z")
        #expect(root[.dav("b")]?.attributes["c"] == "1")
    }

    /// One such title must not hide everybody's bookings.
    @Test(arguments: [
        "&#8;", "&#x1F;", "&#xFFFF;", "&#xD800;", "&#0;", "&#;", "\u{8}", "\u{FFFE}", "\u{FFFF}",
        "&#65535;", "&#xfffe;",
    ])
    func charactersThatXMLDoesNotPermitAreBlanks(_ text: String) throws {
        let root = try parse("<a><b>x\(text)y &amp; &#65;&#x42;</b><b>z</b></a>")
        #expect(root[.dav("b")] == nil)
        #expect(root.children.map(\.text) == ["x y & AB", "z"])
    }

    @Test func neighboursOfForbiddenCharactersStay() throws {
        let kept = "\u{FFFD}\u{FFFC}\u{FEFF}\u{F000}\u{1FFFE}"
        #expect(try parse("<a>\u{FFFF}\(kept)\u{FFFE}</a>").text == " \(kept) ")
    }

    /// Hundreds of thousands of bad references took seconds: every byte may be looked at a few times, not all of them
    /// for each.
    @Test(arguments: ["&#8;", "&#", "&", "&#xFFFFFFFFFFFFFFF", "\u{8}", "\u{FFFF}", "\u{FEFF}"])
    func repairLooksAtEachByteAFewTimes(_ text: String) {
        let bytes = Array(String(repeating: text, count: 20_000).utf8)
        let reads = CountedBytes.Counter()
        let repaired = XMLRepair.blanking(CountedBytes(bytes: bytes, counter: reads))
        #expect(repaired.count <= bytes.count)
        #expect(reads.count <= 16 * bytes.count)
        #expect(repaired == XMLRepair.blanking(bytes))
    }

    /// Entities that grow a billionfold, or fetch a file: no document type is read at all.
    @Test(arguments: [
        """
        <!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;&x;&x;&x;&x;&x;"><!ENTITY z "&y;&y;&y;&y;&y;&y;">]>
        <a>&z;</a>
        """,
        "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>",
        "<!DOCTYPE a SYSTEM \"http://127.0.0.1:1/x.dtd\"><a/>", "<!DOCTYPE html><html></html>",
    ])
    func documentTypesAreNotPermitted(_ text: String) {
        #expect(throws: XMLDocument.Malformed.self) { try parse(text) }
    }

    @Test(arguments: [
        "", " ", "<", "<a>", "<a></b>", "text", "<a/><b/>", "<a x=1/>", "<a>&undefined;</a>",
        "<x:a/>",
        String(repeating: "<a>", count: 50), String(repeating: "<a>", count: 100_000),
        "<a>" + String(repeating: "<b/>", count: XMLDocument.elementLimit) + "</a>",
        "BEGIN:VCALENDAR", "{\"json\": true}", "\u{0}\u{0}",
    ])
    func otherBytesAreMalformed(_ text: String) {
        let time = ContinuousClock().measure {
            #expect(throws: XMLDocument.Malformed.self) { try parse(text) }
        }
        #expect(time < .seconds(5))
    }

    @Test func forbiddenCharactersAreReplaced() throws {
        #expect(try parse("<a>bell\u{7}</a>").text == "bell ")
        let bytes = Array("<a>".utf8) + [0xFF, 0xC3] + Array("</a>".utf8)
        #expect(try XMLDocument.parse(bytes).text == "\u{FFFD}\u{FFFD}")
    }

    @Test func otherEncodingsAreRead() throws {
        let head = Array("<?xml version='1.0' encoding='ISO-8859-1'?><a>".utf8)
        #expect(try XMLDocument.parse(head + [0xFC] + Array("</a>".utf8)).text == "ü")
    }

    @Test func aMultistatusIsRead() throws {
        let text = MultiStatusText.wrap(
            """
            <D:response><D:href> /a%20b </D:href>
              <D:propstat><D:prop><D:getetag>"1"</D:getetag></D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat>
              <D:propstat><D:prop><D:displayname/></D:prop><D:status>HTTP/1.1 404 Not Found</D:status></D:propstat>
            </D:response>
            <D:response><D:href>/c</D:href><D:status>HTTP/1.1 507 x</D:status>
              <D:error><D:number-of-matches-within-limits/></D:error></D:response>
            <D:response><D:status>HTTP/1.1 200 OK</D:status></D:response>
            <D:sync-token> t </D:sync-token>
            """)
        let statuses = try MultiStatus(Array(text.utf8))
        #expect(statuses.syncToken == "t")
        #expect(statuses.responses.map(\.href) == ["/a%20b", "/c"])
        #expect(statuses.responses.map(\.status) == [nil, 507])
        #expect(statuses.responses[0].text(.dav("getetag")) == "\"1\"")
        #expect(statuses.responses[0].text(.dav("displayname")) == nil)
        #expect(statuses.responses[0].failures == [404])
        #expect(statuses.responses[1].conditions == ["number-of-matches-within-limits"])
    }

    @Test func anotherRootIsNoMultistatus() {
        #expect(throws: XMLDocument.Malformed(reason: "not a multistatus but html")) {
            try MultiStatus(Array("<html/>".utf8))
        }
    }
}

/// Bytes that count how often they are read.
private struct CountedBytes: Collection {
    final class Counter {
        var count = 0
    }

    let bytes: [UInt8]
    let counter: Counter

    var startIndex: Int { 0 }
    var endIndex: Int { bytes.count }
    func index(after index: Int) -> Int { index + 1 }

    subscript(index: Int) -> UInt8 {
        counter.count += 1
        return bytes[index]
    }
}
