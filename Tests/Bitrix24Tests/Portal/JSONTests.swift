import Testing

@testable import Bitrix24

struct JSONTests {
    private func parse(_ text: String) throws -> JSONValue {
        try JSONParser.parse(Array(text.utf8))
    }

    private static let inner: JSONValue = ["c": ""]
    private static let nested: JSONValue = ["a": 1, "b": .array([2, inner])]

    @Test(arguments: [
        ("null", JSONValue.null), ("true", .bool(true)), (" [ ] ", .array([])), ("{}", .object([])),
        ("-12", .integer(-12)), ("1.5e3", .number(1_500)), ("9223372036854775807", .integer(.max)),
        ("9223372036854775808", .number(9_223_372_036_854_775_808)),
        (#""\u0417\u0432\u0443\u043a \ud83d\ude00 \/ \\ \" \n""#, .string("Звук 😀 / \\ \" \n")),
        (#""\ud83d!""#, .string("\u{FFFD}!")), (#"{"a":1,"b":[2,{"c":""}]}"#, nested),
    ])
    func valuesAreRead(_ text: String, _ value: JSONValue) throws {
        #expect(try parse(text) == value)
    }

    @Test(arguments: [
        "", "{", "[1,]", "{\"a\"}", "{\"a\":}", "{a:1}", "tru", "nul", "01x", "\"", "\"\\x\"",
        "\"\\u12\"",
        "1 2", "[1 2]", "\"a\nb\"", "--1", "1e999", "<html>", "\u{0}", "{\"a\":1,}",
        String(repeating: "[", count: 10_000),
    ])
    func whatIsNoJSONIsSaidSo(_ text: String) {
        #expect(throws: JSONParser.Malformed.self) { try parse(text) }
    }

    /// Every value counts, those inside others as well; names do not.
    @Test(arguments: [
        ("5", 1), ("[]", 1), ("[1,2,3]", 4), (#"{"a":1,"b":[{}]}"#, 4), ("[[[[]]]]", 4),
    ])
    func valuesAreBounded(_ text: String, _ values: Int) throws {
        _ = try JSONParser.parse(Array(text.utf8), mostValues: values)
        let error = #expect(throws: JSONParser.Malformed.self) {
            try JSONParser.parse(Array(text.utf8), mostValues: values - 1)
        }
        #expect(error?.isTooMuch == true)
        #expect(error?.reason == "it has more than \(values - 1) values")
    }

    @Test func whatIsWrittenIsReadAgain() throws {
        let value: JSONValue = [
            "text": "a\"b\\c\n\u{1}ü😀", "number": -5, "half": .number(0.5), "flag": false,
            "nothing": .null, "list": .array([1, .array([]), .object([])]),
        ]
        #expect(try JSONParser.parse(value.json) == value)
    }

    @Test func looseValuesAreUnderstood() {
        #expect(JSONValue.string("17").wholeNumber == 17)
        #expect(JSONValue.number(17.9).wholeNumber == 17)
        #expect(JSONValue.number(1e300).wholeNumber == nil)
        #expect(JSONValue.string("3.3").double == 3.3)
        #expect(JSONValue.integer(17).text == "17")
        #expect(JSONValue.bool(true).text == nil)
        #expect(["Y", "1", .bool(true), 1].allSatisfy { (value: JSONValue) in value.isYes })
        #expect(
            ["N", "", .bool(false), 0, .null].allSatisfy { (value: JSONValue) in !value.isYes })
        #expect(([:] as JSONValue).isEmpty && ([] as JSONValue).isEmpty)
    }
}
