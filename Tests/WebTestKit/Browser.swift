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
    /// - Parameter condition: a JavaScript expression, as in ``BrowserPage/value(of:once:as:)``.
    /// - Throws: ``BrowserTalk/Broken`` if the browser ends before.
    package static func page(_ address: String, until condition: String) async throws -> String {
        try await visit(address) { page in
            try await page.value(of: "document.documentElement.outerHTML", once: condition)
        }
    }

    /// Opens a page for as long as `body` runs.
    ///
    /// The page's clock stands still, and none of its requests runs out of time: a busy machine changes nothing that is
    /// shown. Nothing else limits the wait; a test that is cancelled ends it.
    ///
    /// - Parameters:
    ///   - width: of the window, in pixels.
    ///   - height: of the window, in pixels.
    ///   - language: what the reader asks for, such as `ru-RU`.
    ///   - features: the reader's wishes, such as `prefers-color-scheme`: `dark`.
    /// - Throws: what `body` throws, and ``BrowserTalk/Broken`` if the browser ends before.
    package static func visit<Value: Sendable>(
        _ address: String, width: Int = 1_280, height: Int = 800, language: String = "en-US",
        features: [String: String] = [:], _ body: (inout BrowserPage) async throws -> Value
    ) async throws -> Value {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (input, output) = (Pipe(), Pipe())
        let process = process(folder, language)
        process.standardInput = input
        process.standardOutput = output
        let (ends, end) = AsyncStream.makeStream(of: Void.self)
        process.terminationHandler = { _ in end.finish() }
        try process.run()
        var page = BrowserPage(
            BrowserTalk(said: input.fileHandleForWriting, heard: output.fileHandleForReading))
        do {
            try await page.open(address, width: width, height: height, features: features)
            let value = try await body(&page)
            try await page.close()
            // Its folder is its own to its end.
            for await _ in ends {}
            return value
        } catch {
            kill(process.processIdentifier, SIGKILL)
            for await _ in ends {}
            throw error
        }
    }

    /// The browser takes its orders from descriptor 3 and answers on 4; a shell puts this process's pipes there.
    private static func process(_ folder: URL, _ language: String) -> Process {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = [
            "-c", #"exec "$0" "$@" 3<&0 4>&1 </dev/null >/dev/null"#, path ?? "/nonexistent",
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
            "--no-first-run", "--no-proxy-server", "--accept-lang=\(language)",
            "--user-data-dir=\(folder.path())", "--remote-debugging-pipe", "about:blank",
        ]
        process.standardError = FileHandle.nullDevice
        return process
    }
}
