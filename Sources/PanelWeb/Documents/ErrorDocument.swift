/// The JSON of every answer that is an error.
public struct ErrorDocument: Hashable, Sendable, Codable {
    /// What went wrong.
    public struct Body: Hashable, Sendable, Codable {
        /// A fixed word to be told by programs, such as `bad_window`.
        public var code: String
        /// One line for people: what, where, and what is allowed.
        public var message: String
    }

    /// What went wrong.
    public var error: Body

    /// Makes a document.
    public init(code: String, message: String) {
        error = Body(code: code, message: message)
    }
}
