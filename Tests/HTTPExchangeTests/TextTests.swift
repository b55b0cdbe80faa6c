import HTTPExchange
import Testing

struct TextTests {
    @Test(arguments: [
        ("{\"a\":\"\u{9B}2J\u{202E}\"}\n", "{\"a\":\"\\u009b2J\\u202e\"}\n"),
        ("{\"a\":\"Совет\"}", "{\"a\":\"Совет\"}"),
        ("\"\u{E0041}\"", "\"\\udb40\\udc41\""), ("\"\u{1B}\"", "\"\\u001b\""), ("{}\n", "{}\n"),
    ])
    func jsonIsTheSameDocumentWithoutWhatSteersATerminal(json: String, shown: String) {
        #expect(json.jsonForTerminal == shown)
    }
}
