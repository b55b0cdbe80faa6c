import JSONText
import Testing

struct JSONTests {
    private static let nested: JSON = ["a": 1, "b": [2, ["c": ""]]]

    @Test(
        arguments: [
            ("null", .null), ("true", true), (" [ ] ", []), ("{}", [:]), ("-12", -12),
            ("1.5e3", 1_500.0), ("9223372036854775807", .int(.max)),
            ("9223372036854775808", 9_223_372_036_854_775_808.0),
            (#""\u0417\u0432\u0443\u043a \ud83d\ude00 \/ \\ \" \n""#, "Звук 😀 / \\ \" \n"),
            (#"{"a":1,"b":[2,{"c":""}]}"#, nested),
        ] as [(String, JSON)], [false, true])
    func valuesAreRead(_ text: (String, JSON), isLenient: Bool) throws {
        #expect(try JSON(text: text.0.utf8, isLenient: isLenient) == text.1)
    }

    @Test(
        arguments: [
            "", "{", "[1,]", "{\"a\"}", "{\"a\":}", "{a:1}", "{1:2}", "{\"a\":1,}", "tru", "nul",
            "01", "01x", "+1", "1.", "1e", ".5", "--1", "- 1", "1.2.3", "1e999", "1 2", "[1 2]",
            "\"", "\"abc", "\"\\x\"", "\"\\u12\"", "\"\\u+123\"", "\"a\nb\"", "\"\u{1}\"", "<html>",
            "\u{0}", "[1] 2",
        ], [false, true])
    func whatIsNoJSONIsRefused(_ text: String, isLenient: Bool) {
        #expect(throws: JSONSyntaxError.self) { try JSON(text: text.utf8, isLenient: isLenient) }
    }

    /// What may come from a server that does not know better, and is refused from a client.
    @Test(
        arguments: [
            ([0xEF, 0xBB, 0xBF] + "5".utf8, 5), (Array(#""\ud83d!""#.utf8), "\u{FFFD}!"),
            ([0x22, 0xFF, 0x22], "\u{FFFD}"),
        ] as [([UInt8], JSON)])
    func onlyALenientReaderMendsText(_ text: [UInt8], _ value: JSON) throws {
        #expect(try JSON(text: text, isLenient: true) == value)
        #expect(throws: JSONSyntaxError.self) { try JSON(text: text) }
    }

    @Test func deepNestingIsRefused() {
        let deep = String(repeating: "[", count: 65) + String(repeating: "]", count: 65)
        #expect(throws: JSONSyntaxError.self) { try JSON(text: deep.utf8) }
        #expect(throws: Never.self) { try JSON(text: deep.dropFirst().dropLast().utf8) }
        #expect(throws: JSONSyntaxError.self) { try JSON(text: "[[[]]]".utf8, deepest: 2) }
        let endless = String(repeating: "[", count: 10_000)
        #expect(throws: JSONSyntaxError.self) { try JSON(text: endless.utf8) }
    }

    /// Every value counts, those inside others as well; names do not.
    @Test(arguments: [
        ("5", 1), ("[]", 1), ("[1,2,3]", 4), (#"{"a":1,"b":[{}]}"#, 4), ("[[[[]]]]", 4),
    ])
    func valuesAreBounded(_ text: String, _ values: Int) throws {
        _ = try JSON(text: text.utf8, mostValues: values)
        let error = #expect(throws: JSONSyntaxError.self) {
            try JSON(text: text.utf8, mostValues: values - 1)
        }
        #expect(error?.description == "JSON of more than \(values - 1) values")
        #expect(error?.reason == "it has more than \(values - 1) values")
    }

    @Test func whatIsWrittenIsReadAgain() throws {
        let value: JSON = [
            "text": "a\"b\\c/\n\t\u{1}ü😀", "number": -5, "half": 0.5, "flag": false,
            "nothing": .null, "list": [1, [], [:]],
        ]
        #expect(try JSON(text: value.writtenBytes) == value)
        #expect(JSON.string("a/\"\\\u{1}").written == #""a\/\"\\\u0001""#)
        #expect(value.members?.all.map(\.name).first == "text")
    }

    @Test(arguments: [false, true])
    func aNameThatComesTwiceCountsAsTheLast(isLenient: Bool) throws {
        let json = try JSON(text: #"{"a":1,"b":2,"a":3}"#.utf8, isLenient: isLenient)
        #expect(json["a"] == 3 && json["b"] == 2)
        #expect(isLenient || json == ["a": 3, "b": 2])
    }
}
