import Testing

@testable import CalDAV

struct MailAddressTests {
    /// The addresses of RFC 6068, section 6, and what is none of them.
    @Test(arguments: [
        ("mailto:gorby%25kremvax@example.com", "gorby%kremvax@example.com"),
        ("MAILTO:unlikely%3Faddress@example.com?blat=foop", "unlikely?address@example.com"),
        ("mailto:%22not%40me%22@example.org", "\"not@me\"@example.org"),
        ("mailto:user@example.org?subject=caf%C3%A9", "user@example.org"),
        ("mailto:caf%C3%A9@example.org", "café@example.org"),
        ("mailto:o'neil+x%2By@example.org", "o'neil+x+y@example.org"),
        (" mailto: Ada@Example.org ", "Ada@Example.org"), ("mailto:", ""),
    ])
    func escapesAreRead(_ text: String, _ address: String) {
        #expect(MailAddress.read(text) == address)
    }

    @Test(arguments: [
        "a%", "a%4", "a%4g@x", "a%+1@x", "a%%", "a%0Ab@x", "a%00@x", "a%7f@x", "a%FFb@x",
        "%D0@x%20",
    ])
    func badEscapesStayAsTheyAre(_ address: String) {
        #expect(MailAddress.read("mailto:" + address) == address)
    }

    @Test func aPlainAddressHasNoEscapes() {
        #expect(MailAddress.read("gorby%25kremvax@example.com") == "gorby%25kremvax@example.com")
    }

    @Test(arguments: [
        ("room.1+a@example.org", "mailto:room.1+a@example.org"),
        ("a%40b?c,d@example.org", "mailto:a%2540b%3Fc%2Cd@example.org"),
        ("café@example.org", "mailto:caf%C3%A9@example.org"),
    ])
    func whatIsWrittenIsReadAgain(_ address: String, _ text: String) {
        #expect(MailAddress.written(address) == text)
        #expect(MailAddress.read(text) == address)
    }
}
