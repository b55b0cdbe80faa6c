import PanelWeb
import Testing

struct ListenAddressTests {
    @Test(arguments: [
        ("127.0.0.1:8080", "127.0.0.1", 8_080), ("[::1]:8080", "::1", 8_080),
        ("0.0.0.0:0", "0.0.0.0", 0), ("[::]:65535", "::", 65_535),
    ])
    func reads(text: String, host: String, port: Int) throws {
        let address = try ListenAddress(text)
        #expect((address.host, address.port) == (host, port))
        #expect(address.description == text)
    }

    @Test(arguments: [
        "", "8080", ":8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1",
        "127.0.0.1:8o80", "127.0.0.1:000080", "127.0.0.256:80", "::1:8080", "[127.0.0.1]:8080",
        "[::1]", "[]:80", "localhost:8080", "*:8080", "127.0.0.1:８０", "127.0.0.1:80\n",
    ])
    func refusesAndSaysWhatIsAllowed(text: String) {
        let error = #expect(throws: WebError.self) { try ListenAddress(text) }
        let line = error?.description ?? ""
        #expect(line.contains("such as 127.0.0.1:8080 or [::1]:8080"))
        #expect(!line.contains("\n"))
    }
}
