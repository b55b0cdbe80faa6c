import Glibc

/// A line from standard input that a terminal does not show.
enum HiddenLine {
    /// Reads a line without its end; nil at the end of the input.
    ///
    /// As getpass(3) does it, a terminal sends no signals meanwhile: one that ended the program would leave it mute.
    ///
    /// - Parameter prompt: what a terminal shows before.
    static func read(_ prompt: String) -> String? {
        var before = termios()
        // SAFETY: the structure outlives the call, here and below.
        guard tcgetattr(STDIN_FILENO, &before) == 0 else { return readLine() }
        var hidden = before
        hidden.c_lflag &= ~tcflag_t(ECHO | ISIG)
        tell(prompt)
        _ = tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden)
        defer {
            _ = tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
            tell("\n")
        }
        return readLine()
    }

    /// To standard error: what is printed goes into a file.
    private static func tell(_ text: String) {
        let bytes = Array(text.utf8)
        // SAFETY: the buffer outlives the call.
        bytes.withUnsafeBytes { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
