import RoomCore
import Testing

@testable import Panel

/// A secret in place of its path is shown nowhere; a path that is merely wrong is.
struct SecretPathTests {
    static let secrets = [
        "topsecret", "https://h.bitrix24.ru/rest/1/topsecret/", "h.bitrix24.ru/rest/1/topsecret/",
        "h.bitrix24.ru/rest/1/topsecret", "/rest/1/topsecret/", "//h.bitrix24.ru/rest/1/topsecret/",
        "HTTPS://h/REST/1/topsecret", "https://panel:topsecret@cal.example.org/",
        "h.bitrix24.ru/rest/1/topsecret/profile.json",
    ]

    @Test(arguments: secrets)
    func whatCanBeNoPathIsNotShown(text: String) {
        let failure = #expect(throws: ServerFailure.self) {
            try SecretFile.read(text, key: "server.password_file")
        }
        #expect(failure?.description.contains("server.password_file") == true)
        #expect(failure?.description.contains("topsecret") == false)
        for (kind, key) in [
            ("caldav, url: \"https://c/\"", "password_file"),
            ("bitrix24, source: group, source_id: 1", "webhook_file"),
        ] {
            let error = #expect(throws: ConfigurationError.self) {
                try ConfigurationReader.parse(
                    "server: { kind: \(kind), \(key): \"\(text)\" }", file: "panel.yaml",
                    builtAt: WallTime(secondsSinceEpoch: 0))
            }
            #expect(error?.description.contains("server.\(key): is no path") == true)
            #expect(error?.description.contains("topsecret") == false)
        }
    }

    /// Places of the file where a secret lands by a slip of the hand.
    @Test(arguments: [
        "server: h.bitrix24.ru/rest/1/topsecret/",
        "server: { kind: bitrix24, webhook_file: [a/rest/1/topsecret/] }",
        "server: { kind: bitrix24, webhook_file: { x: topsecret } }",
        "server: { kind: caldav, user: \"panel:topsecret\" }",
        "server: { kind: caldav, url: [\"https://p:topsecret@c/\"] }",
        "server: { kind: \"https://h/rest/1/topsecret/\" }",
        "server: { kind: none, webhook: \"https://h/rest/1/topsecret/\" }",
        "room: { name: a, id: \"https://panel:topsecret@c/\" }",
    ])
    func secretInTheWrongPlaceIsNotShown(text: String) {
        let error = #expect(throws: ConfigurationError.self) {
            try ConfigurationReader.parse(
                text, file: "panel.yaml", builtAt: WallTime(secondsSinceEpoch: 0))
        }
        #expect(error?.description.contains("topsecret") == false, "\(String(describing: error))")
    }

    @Test(arguments: ["/run/absent", "./absent", "../absent", "/rest/absent", "/rest/1"])
    func pathThatIsWrongIsNamed(path: String) {
        let failure = #expect(throws: ServerFailure.self) {
            try SecretFile.read(path, key: "server.password_file")
        }
        #expect(failure?.description.contains(path) == true)
        #expect(failure?.description.contains("there is no such file") == true)
    }
}
