/// Why feeds cannot be made, listed, revoked or served, in one line.
public struct FeedError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was tried, on what, and why it did not work; holds no token.
    public let description: String
    /// The exit code of the tool, as sysexits.h has it: 64, 74 or 77.
    public let exitCode: Int32

    /// A mistake of whoever typed the command.
    static func usage(_ description: String) -> FeedError {
        FeedError(description: description, exitCode: 64)
    }

    /// The file cannot be read or written.
    static func file(_ path: String, _ problem: String, isForbidden: Bool = false) -> FeedError {
        FeedError(
            description: "the list of feeds \(path) \(problem)", exitCode: isForbidden ? 77 : 74)
    }
}
