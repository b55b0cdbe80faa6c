import Foundation
import Synchronization

/// A real server written in Python, started on a free port and ended with the tests.
///
/// The port is chosen by binding it once; if somebody else takes it before the server does, another is tried. The
/// child is held by a pipe: when this process ends, however it does, a shell reads the end of the pipe, ends the child
/// and removes its folder.
final class PythonServer: Sendable {
    let port: Int
    private let process: Mutex<Process>
    private let lifeline: Pipe

    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    /// Starts the server and waits until it says that it listens.
    ///
    /// - Parameters:
    ///   - folder: where the server keeps its data; removed with it.
    ///   - arguments: what follows the interpreter, for a port.
    ///   - ready: the text in its output that tells it listens.
    static func start(
        python: String, folder: String, ready: String, arguments: (Int) -> [String]
    ) throws -> PythonServer {
        var output = ""
        for _ in 0..<5 {
            let port = try freePort()
            let server = try PythonServer(python, folder, arguments(port), port)
            if try server.waits(for: ready, output: &output) { return server }
        }
        throw Failure(description: "the server did not start: \(output)")
    }

    private let log: Pipe

    private init(_ python: String, _ folder: String, _ arguments: [String], _ port: Int) throws {
        let process = Process()
        let lifeline = Pipe()
        let log = Pipe()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments =
            [
                "-c",
                """
                folder=$1; shift; "$@" </dev/null & child=$!
                cat >/dev/null; kill -9 $child; rm -rf "$folder"
                """, "sh", folder, python,
            ] + arguments
        process.standardInput = lifeline
        process.standardError = log
        process.standardOutput = log
        try process.run()
        self.port = port
        self.process = Mutex(process)
        self.lifeline = lifeline
        self.log = log
    }

    deinit {
        try? lifeline.fileHandleForWriting.close()
    }

    private func waits(for ready: String, output: inout String) throws -> Bool {
        let handle = log.fileHandleForReading
        while true {
            let data = handle.availableData
            if data.isEmpty { return false }
            output += String(decoding: data, as: UTF8.self)
            if output.contains(ready) {
                // Goes on emptying the pipe, or the server would stop when it is full.
                handle.readabilityHandler = {
                    if $0.availableData.isEmpty { $0.readabilityHandler = nil }
                }
                return true
            }
            if output.contains("ddress already in use") || output.contains("CRITICAL") {
                try lifeline.fileHandleForWriting.close()
                return false
            }
        }
    }

    private static func freePort() throws -> Int {
        let handle = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(handle) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(handle, address, length) == 0 && getsockname(handle, address, &length) == 0
            }
        }
        guard isBound else { throw Failure(description: "no port is free") }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    /// Whether an interpreter has a module.
    static func has(_ module: String, python: String) -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [python, "-c", "import \(module)"]
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    /// A new folder below the system's folder for temporary files.
    static func temporaryFolder() throws -> String {
        let url = FileManager.default.temporaryDirectory
            .appendingPathComponent("domovoy-caldav-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        return url.path
    }
}
