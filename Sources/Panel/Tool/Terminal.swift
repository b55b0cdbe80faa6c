import FoundationEssentials
import Glibc

/// The terminal that a tool writes to.
public enum Terminal {
    /// Whether standard output is one that can be drawn on.
    public static var isTerminal: Bool {
        isatty(STDOUT_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
    }

    /// Whether somebody can answer on standard input.
    static var hasInput: Bool { isatty(STDIN_FILENO) == 1 }

    /// Whether words on it may be tinted: not where `NO_COLOR` is set (no-color.org).
    static let hasColour: Bool =
        isTerminal && (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty

    /// How wide its tables may be, in characters, 20 - 1 000: the terminal's width; where there is none, `COLUMNS` of
    /// the environment; otherwise 60.
    static let width: Int = {
        let columns = ProcessInfo.processInfo.environment["COLUMNS"].flatMap { Int($0) }
        return min(max(Terminal.window ?? columns ?? 60, 20), 1_000)
    }()

    private static var window: Int? {
        var size = winsize()
        // SAFETY: the request fills in a `winsize`, which outlives the call.
        let result = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size)
        return result == 0 && size.ws_col > 0 ? Int(size.ws_col) : nil
    }
}
