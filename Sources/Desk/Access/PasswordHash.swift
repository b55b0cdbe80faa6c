import CLibcrypt
import Glibc
import Hashing

/// What is kept of the desk's password: a line of crypt(5), by yescrypt with a salt of its own.
///
/// Trying one takes 16 MB and a tenth of a second or so: decision 0033.
package struct PasswordHash: Hashable, Sendable {
    /// How many bytes of UTF-8 a password may have.
    package static let allowedBytes = 10...128
    /// The method, with the strength that passwd(1) uses: what begins every line that ``make(_:)`` gives.
    ///
    /// No other is taken: the C library would check a line of 1979 as well, and one that takes a gigabyte.
    static let method = "$y$j9T$"
    private static let strength: UInt = 5

    /// The line.
    package let line: String

    /// Takes a line that ``make(_:)`` gave; nil if it is none.
    package init?(line: String) {
        // Method, salt, `$` and 43 characters of hash.
        let rest = line.dropFirst(Self.method.count).split(
            separator: "$", omittingEmptySubsequences: false)
        guard line.hasPrefix(Self.method), rest.count == 2, (16...86).contains(rest[0].utf8.count),
            rest[1].utf8.count == 43, rest.joined().utf8.allSatisfy(Self.isSaltByte)
        else { return nil }
        self.line = line
    }

    /// Hashes a password with a new salt out of the system's random generator.
    ///
    /// - Returns: nil if the system has no memory for it, or the password has other bytes than ``allowedBytes``, or a
    ///   zero among them.
    package static func make(_ password: String) -> PasswordHash? {
        guard isAllowed(password), let salt = crypt_gensalt_ra("$y$", strength, nil, 0) else {
            return nil
        }
        // SAFETY: the text is the library's, made by malloc for the caller, and ends with a zero.
        defer { free(salt) }
        return crypt(password, String(cString: salt)).flatMap(PasswordHash.init(line:))
    }

    /// Whether this is the hash of a password; takes as long as it takes, and blocks.
    package func matches(_ password: String) -> Bool {
        guard Self.isAllowed(password), let found = Self.crypt(password, line) else { return false }
        return ConstantTime.isEqual(found, line)
    }

    private static func isAllowed(_ password: String) -> Bool {
        allowedBytes.contains(password.utf8.count) && !password.utf8.contains(0)
    }

    /// crypt(3) by somebody's salt; nil if the library refuses.
    private static func crypt(_ password: String, _ setting: String) -> String? {
        var memory: UnsafeMutableRawPointer?
        var size: Int32 = 0
        // SAFETY: the library puts memory of its own there, by malloc; the result lies in it and is copied before.
        defer { free(memory) }
        return crypt_ra(password, setting, &memory, &size).map { String(cString: $0) }
    }

    private static func isSaltByte(_ byte: UInt8) -> Bool {
        (46...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }
}
