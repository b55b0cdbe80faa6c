import Glibc

/// Standard output, whose failures are not passed over: a listing that is cut short must not look whole.
enum Output {
    /// Why a text could not be written.
    struct Failure: Error, CustomStringConvertible {
        /// The exit code (EX_IOERR of sysexits.h).
        static let exitCode: Int32 = 74

        /// The errno value.
        let code: Int32

        /// Whether the reader has simply had enough, as `head` has; nobody needs to be told.
        var isClosedPipe: Bool { code == EPIPE }

        var description: String {
            // SAFETY: the text is the C library's, valid until the thread asks again, and copied at once.
            let reason = strerror(code).map { String(cString: $0) } ?? "error \(code)"
            return "standard output cannot be written: \(reason)"
        }
    }

    /// Writes a text with one end of its last line; that of CSV has it.
    ///
    /// - Throws: ``Failure``.
    static func write(_ text: String) throws(Failure) {
        var bytes = Array(text.utf8)[...]
        if bytes.last != UInt8(ascii: "\n") { bytes.append(UInt8(ascii: "\n")) }
        while !bytes.isEmpty {
            // SAFETY: the pointer is used for the length of the call, and with the count that belongs to it.
            let count = bytes.withUnsafeBytes {
                Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count)
            }
            let code = errno
            switch (count, code) {
            case (0..., _): bytes = bytes.dropFirst(count)
            case (_, EINTR): continue
            case (_, EAGAIN):
                var wait = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
                poll(&wait, 1, -1)
            default: throw Failure(code: code)
            }
        }
    }
}
