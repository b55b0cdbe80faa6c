import Testing

@testable import CalDAV

struct ResourceURLTests {
    @Test(arguments: [
        ("/x/y.ics", "https://h/x/y.ics"), ("z.ics", "https://h/cal/z.ics"),
        ("../z", "https://h/z"),
        ("https://h/q", "https://h/q"), ("https://other:8443/q", "https://other:8443/q"),
        ("/a%20b", "https://h/a%20b"),
        (" /x ", "https://h/x"),
    ])
    func hrefsAreResolved(_ href: String, _ wanted: String) throws {
        let base = try #require(ResourceURL("https://H:443/cal/"))
        #expect(base.resolving(href)?.text == wanted)
    }

    @Test(arguments: ["", "//evil/x", "ftp://h/x", "file:///etc/passwd", "https://h:99999/x"])
    func otherHrefsAreNone(_ href: String) throws {
        let base = try #require(ResourceURL("https://h/cal/"))
        #expect(base.resolving(href) == nil)
    }

    @Test func twoSpellingsOfAResourceAreOne() throws {
        let base = try #require(ResourceURL("https://h/"))
        let spellings = ["/a%40b/%C3%BC.ics", "/a@b/%c3%bc.ics", "https://h/a@b/%C3%BC.ics"]
        #expect(Set(spellings.compactMap { base.resolving($0)?.key }) == ["/a@b/ü.ics"])
    }

    @Test func namesAreEncoded() throws {
        let base = try #require(ResourceURL("https://h/cal"))
        #expect(base.appending(name: "a/b ü?#.ics").path == "/cal/a%2Fb%20%C3%BC%3F%23.ics")
        #expect(base.appending(name: "a/b ü?#.ics").name == "b ü?#.ics")
    }

    @Test func originsAreCompared() throws {
        let base = try #require(ResourceURL("https://h/"))
        for (text, isSame) in [
            ("https://h:443/x", true), ("https://H/x", true), ("http://h/x", false),
            ("https://h:8443/x", false),
            ("https://h.example/x", false),
        ] {
            #expect(ResourceURL(text).map { $0.hasSameOrigin(as: base) } == isSame, "\(text)")
        }
    }

    @Test func addressLiteralsAreRead() throws {
        let url = try #require(ResourceURL("http://[::1]:5232/x/"))
        #expect(url.host == "::1")
        #expect(url.text == "http://[::1]:5232/x/")
    }
}
