import Hashing
import Testing

/// What hashes, and what compares hashes.
struct DigestTests {
    private static let million = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"

    /// The examples that NIST published for FIPS 180-4: no bytes, one block, two blocks.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func theExamplesOfSHA256ComeOut(_ text: String, _ digest: String) {
        #expect(SHA256.hexadecimal(of: text) == digest)
        var hash = SHA256()
        for byte in text.utf8 { hash.take([byte]) }
        #expect(hash.digest.hexadecimal == digest)
        #expect(hash.digest.count == SHA256.byteCount)
    }

    @Test func aMillionBytesMayComeInAnyPortions() {
        let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
        #expect(SHA256.digest(of: bytes).hexadecimal == Self.million)
        var hash = SHA256()
        for start in stride(from: 0, to: bytes.count, by: 999) {
            hash.take(Array(bytes[start..<min(start + 999, bytes.count)]))
        }
        #expect(hash.digest.hexadecimal == Self.million)
    }

    @Test func aDigestMayBeAskedForOnTheWay() {
        var hash = SHA256()
        hash.take(Array("ab".utf8))
        var other = hash
        #expect(hash.digest == SHA256.digest(of: Array("ab".utf8)))
        hash.take(Array("c".utf8))
        other.take(Array("d".utf8))
        #expect(hash.digest.hexadecimal == SHA256.hexadecimal(of: "abc"))
        #expect(other.digest.hexadecimal == SHA256.hexadecimal(of: "abd"))
    }

    /// The examples of RFC 1321, section A.5.
    @Test(arguments: [
        ("", "d41d8cd98f00b204e9800998ecf8427e"), ("abc", "900150983cd24fb0d6963f7d28e17f72"),
        (
            "12345678901234567890123456789012345678901234567890123456789012345678901234567890",
            "57edf4a22be3c955ac49da2e2107b67a"
        ),
    ])
    func theExamplesOfMD5ComeOut(_ text: String, _ digest: String) {
        #expect(MD5.hexadecimal(of: text) == digest)
    }

    @Test func everyByteHasTwoDigits() {
        #expect([0x00, 0x0A, 0xF0, 0xFF].hexadecimal == "000af0ff")
        #expect([UInt8]().hexadecimal == "")
    }

    @Test(arguments: [
        ("", "", true), ("ab", "ab", true), ("ab", "bb", false), ("ab", "ac", false),
        ("ab", "abc", false), ("ab", "", false), ("\u{E9}", "e\u{301}", false),
    ])
    func textsAreComparedByteByByte(_ left: String, _ right: String, _ isEqual: Bool) {
        #expect(ConstantTime.isEqual(left, right) == isEqual)
    }
}
