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

    /// The page after some seconds of its own, virtual time, as markup.
    package static func page(_ address: String, seconds: Int = 4) async throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let output = folder.appending(path: "page.html")
        try Data().write(to: output)
        let process = Process()
        process.executableURL = URL(filePath: path ?? "/nonexistent")
        process.arguments = [
            "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=\(folder.path())",
            "--virtual-time-budget=\(seconds * 1_000)", "--dump-dom", address,
        ]
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = FileHandle.nullDevice
        let (ends, end) = AsyncStream.makeStream(of: Void.self)
        process.terminationHandler = { _ in end.finish() }
        try process.run()
        for await _ in ends {}
        return String(decoding: try Data(contentsOf: output), as: UTF8.self)
    }
}
