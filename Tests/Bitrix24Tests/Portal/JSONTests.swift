import JSONText
import Testing

@testable import Bitrix24

struct JSONTests {
    @Test func looseValuesAreUnderstood() {
        #expect(JSON.string("17").wholeNumber == 17)
        #expect(JSON.double(17.9).wholeNumber == 17)
        #expect(JSON.double(1e300).wholeNumber == nil)
        #expect(JSON.string("3.3").number == 3.3)
        #expect(JSON.int(17).text == "17")
        #expect(JSON.bool(true).text == nil)
        #expect(["Y", "1", .bool(true), 1].allSatisfy { (value: JSON) in value.isYes })
        #expect(["N", "", .bool(false), 0, .null].allSatisfy { (value: JSON) in !value.isYes })
        #expect(([:] as JSON).isEmpty && ([] as JSON).isEmpty)
    }
}
