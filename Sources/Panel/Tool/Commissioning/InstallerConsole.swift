/// What an installer reads and answers.
protocol InstallerConsole: Sendable {
    /// Shows a line.
    func tell(_ text: String) throws

    /// Shows a question and waits for the line that answers it.
    ///
    /// - Returns: nil if there is none any more, or the task is cancelled.
    func ask(_ question: String) async throws -> String?
}
