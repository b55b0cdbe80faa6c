import Desk

/// `domovoy desk`: the password of the facilities desk.
public enum DeskTool {
    /// Why there is no line for the file.
    public struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
        /// One line, without what was typed.
        public let description: String
        /// The exit code of the tool (EX_USAGE of sysexits.h).
        public let exitCode: Int32 = 64
    }

    /// The line for the file that `desk.password_file` names.
    ///
    /// - Parameters:
    ///   - first: the password; nil if there was nothing to read.
    ///   - second: the same once more.
    /// - Throws: ``Refusal``.
    public static func line(_ first: String?, _ second: String?) throws(Refusal) -> String {
        guard let first, let second else {
            throw Refusal(description: "the password is read twice, a line each; there is less")
        }
        guard first == second else {
            throw Refusal(description: "the two lines are not the same; nothing was made")
        }
        guard let hash = PasswordHash.make(first) else {
            let allowed = PasswordHash.allowedBytes
            throw Refusal(
                description: "the password has \(first.utf8.count) bytes; allowed are "
                    + "\(allowed.lowerBound)-\(allowed.upperBound) of UTF-8, without a zero")
        }
        return hash.line
    }
}
