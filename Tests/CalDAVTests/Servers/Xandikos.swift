import Foundation
import NIOPosix
import Testing

@testable import CalDAV

/// One real Xandikos for all tests; it knows no accounts.
enum Xandikos {
    private static let python =
        ProcessInfo.processInfo.environment["DOMOVOY_XANDIKOS"] ?? "python3"

    /// Whether Xandikos is installed.
    static let isAvailable = PythonServer.has("xandikos", python: python)

    static let reason: Comment =
        "needs Xandikos: pip install xandikos, and its interpreter in DOMOVOY_XANDIKOS or as python3"

    private static let server = Result { try start() }

    private static func start() throws -> PythonServer {
        let folder = try PythonServer.temporaryFolder()
        return try PythonServer.start(python: python, folder: folder, ready: "Listening on") {
            [
                "-m", "xandikos", "serve", "-d", folder + "/data", "--defaults", "-l", "127.0.0.1",
                "-p", "\($0)", "--state-dir", folder + "/state",
            ]
        }
    }

    /// A fresh calendar, with a server that looks at it.
    static func stage() async throws -> CalDAVStage {
        let home = "http://127.0.0.1:\(try server.get().port)/user/calendars/"
        let url = try await CalDAVStage.makeCalendar(in: home, name: "Room", user: "", password: "")
        return try CalDAVStage(url: url, user: "", password: "")
    }
}
