import Foundation

@testable import Panel

/// A directory of a test's own, gone when nobody has the workshop any more: keep it as long as a panel writes there.
final class Workshop {
    let path: String

    init() throws {
        let directory = FileManager.default.temporaryDirectory
            .appending(path: "domovoy-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        path = directory.path()
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: URL(filePath: file(name)))
        return file(name)
    }

    /// A configuration with simulated GPIO and without a server; `more` is added at the end.
    ///
    /// Two requests make a press, and a busy machine takes its time between them: a press is long as late as it may be.
    ///
    /// - Parameter policy: further keys of `policy`.
    func configuration(
        _ more: String = "", policy: String = "", listen: String = "127.0.0.1:0"
    ) throws -> String {
        try write(
            """
            room: { id: aurora, name: Aurora, time_zone: UTC }
            gpio:
              chip: simulated
              sensors:
                - { name: pir, line: 4, warm_up: 0s }
              button: { line: 17, debounce: 0ms }
              lamps:
                availability: { red: 5, green: 6 }
                booking: { green: 12, blue: 13, orange: 16 }
            web: { listen: "\(listen)" }
            journal: { path: \(file("panel.sqlite")) }
            policy: { \((["long_press: 5s"] + [policy].filter { !$0.isEmpty }).joined(separator: ", ")) }
            \(more)
            """, to: "panel.yaml")
    }
}
