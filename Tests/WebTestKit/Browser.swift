import Foundation

/// A browser without a window.
package enum Browser {
    /// Where it is; nil if there is none.
    package static let path: String? = {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        let names = ["chromium", "chromium-browser", "google-chrome"]
        return names.lazy.flatMap { name in folders.map { "\($0)/\(name)" } }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }()

    /// The page as markup, at the first moment at which it is as a test awaits it.
    ///
    /// The page's clock stands still, and none of its requests runs out of time: a busy machine changes nothing that is
    /// shown. Nothing else limits the wait; a test that is cancelled ends it.
    ///
    /// - Parameter condition: a JavaScript expression, looked at after each change of the document.
    /// - Throws: ``BrowserTalk/Broken`` if the browser ends before.
    package static func page(_ address: String, until condition: String) async throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (input, output) = (Pipe(), Pipe())
        let process = process(folder)
        process.standardInput = input
        process.standardOutput = output
        let (ends, end) = AsyncStream.makeStream(of: Void.self)
        process.terminationHandler = { _ in end.finish() }
        try process.run()
        let identifier = process.processIdentifier
        let talk = BrowserTalk(
            said: input.fileHandleForWriting, heard: output.fileHandleForReading)
        let page = await withTaskCancellationHandler {
            await talk.page(address, until: condition)
        } onCancel: {
            kill(identifier, SIGKILL)
        }
        if case .failure = page { kill(identifier, SIGKILL) }
        // Its folder is its own to its end.
        for await _ in ends {}
        return try page.get()
    }

    /// The browser takes its orders from descriptor 3 and answers on 4; a shell puts this process's pipes there.
    private static func process(_ folder: URL) -> Process {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = [
            "-c", #"exec "$0" "$@" 3<&0 4>&1 </dev/null >/dev/null"#, path ?? "/nonexistent",
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
            "--no-first-run", "--no-proxy-server", "--user-data-dir=\(folder.path())",
            "--remote-debugging-pipe", "about:blank",
        ]
        process.standardError = FileHandle.nullDevice
        return process
    }
}
