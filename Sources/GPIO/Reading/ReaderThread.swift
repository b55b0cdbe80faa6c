internal import CGPIOD
internal import Glibc

/// A thread for calls that block, so that none of the pool's is held up.
enum ReaderThread {
    private final class Body {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Starts a thread of that name, at most 15 characters, which runs `body` once and ends.
    ///
    /// It takes no signals.
    static func start(name: String, _ body: @escaping @Sendable () -> Void) throws(GPIOError) {
        let start = Body { [name] in
            cgpiod_name_thread(name)
            body()
        }
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        var all = sigset_t()
        var before = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_SETMASK, &all, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        var thread = pthread_t()
        // SAFETY: the retained body is released by the thread, or here if there is none.
        let box = Unmanaged.passRetained(start)
        let result = pthread_create(
            &thread, &attributes,
            { pointer in
                // SAFETY: the pointer is the one that was retained for this thread alone.
                if let pointer { Unmanaged<Body>.fromOpaque(pointer).takeRetainedValue().run() }
                return nil
            }, box.toOpaque())
        guard result == 0 else {
            box.release()
            throw GPIOError(.startReader, code: result, subject: "", detail: Errno.text(result))
        }
    }
}
