import AsyncHTTPClient
import Foundation
import JSONText
import NIOCore
import NIOHTTP1
import PortalKit
import Testing
import WebTestKit

/// The built program: what it prints, writes and returns.
struct ProgramTests {
    private struct Outcome {
        var status: Int32
        var out: String
        var err: String
    }

    private static var binary: URL {
        var folder = Bundle.main.bundleURL
        if folder.pathExtension == "xctest" { folder.deleteLastPathComponent() }
        return folder.appending(path: "domovoy-portal")
    }

    private func start(_ arguments: [String]) throws -> (Process, Pipe, Pipe) {
        let process = Process()
        let (out, err) = (Pipe(), Pipe())
        process.executableURL = Self.binary
        process.arguments = arguments
        process.standardOutput = out
        process.standardError = err
        try process.run()
        return (process, out, err)
    }

    private func run(_ arguments: [String]) throws -> Outcome {
        let (process, out, err) = try start(arguments)
        let outText = String(
            decoding: out.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let errText = String(
            decoding: err.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return Outcome(status: process.terminationStatus, out: outText, err: errText)
    }

    /// The first line that a running program prints.
    private func line(_ pipe: Pipe) -> String {
        var bytes = Data()
        while bytes.last != 0x0A {
            let more = pipe.fileHandleForReading.readData(ofLength: 1)
            if more.isEmpty { break }
            bytes += more
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Goes past any proxy that the environment names.
    private func text(_ url: String, posting body: String? = nil) async throws -> String {
        var request = HTTPClientRequest(url: url)
        if let body {
            request.method = .POST
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(string: body))
        }
        let answer = try await HTTPClient.portalTests.execute(
            request, timeout: TimeAmount(HangGuard.duration))
        return String(buffer: try await answer.body.collect(upTo: 1 << 20))
    }

    private func stop(_ process: Process) -> Int32 {
        process.terminate()
        process.waitUntilExit()
        return process.terminationStatus
    }

    private func folder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    @Test func helpNamesEveryOption() throws {
        let help = try run(["--help"])
        #expect(help.status == 0)
        for option in [
            "--host", "--port", "--port-file", "--database", "--webhook-file", "--sample-day",
            "--culture", "--server-zone", "--switch", "--limit", "--fault", "--list-switches",
            "--empty", "--renamed-to", "--clock-offset", "--webhook-user",
        ] { #expect(help.out.contains(option), "\(option)") }
    }

    @Test func switchesAreListed() throws {
        let list = try run(["--list-switches"])
        #expect(list.status == 0)
        #expect(list.out.contains("busyRoom: refuses, empties, keeps, doubles\n"))
    }

    @Test(arguments: [
        (["--nonsense"], 64, "Unknown option '--nonsense'"),
        (["--port", "70000"], 64, "--port: 70000 is no port; allowed: 0 to 65535"),
        (["--culture", "fr"], 64, "'fr'"),
        (["--empty", "--sample-day"], 64, "--sample-day needs the people"),
        (["--switch", "busyRoom"], 78, "--switch: \"busyRoom\" is not of the form NAME=VALUE"),
        (
            ["--switch", "busyRoom=no"], 78,
            "busyRoom cannot be \"no\"; allowed: refuses, empties, keeps, doubles"
        ),
        (["--limit", "burst=x"], 78, "--limit: burst cannot be \"x\"; allowed: a number"),
        (["--limit", "speed=1"], 78, "no limit is called \"speed\""),
        (["--fault", "fire"], 78, "--fault: \"fire\" is no fault"),
        (["--fault", "{\"kind\":\"html\",\"times\":0}"], 78, "times has to be 1 at least"),
        (["--server-zone", "Mars/Base"], 78, "there is no time zone \"Mars/Base\""),
        (
            ["--database", "/nowhere/at/all.sqlite"], 73,
            "cannot open the database /nowhere/at/all.sqlite"
        ),
        (
            ["--fault", "{\"kind\":\"html\",\"methd\":\"x\"}"], 78,
            "a fault has no \"methd\"; allowed: kind, method, after, "
        ),
        (["--renamed-to", "a b"], 78, "renamedTo cannot be \"a b\"; allowed: HOST or HOST:PORT"),
        (["--renamed-to", "a:0"], 78, "renamedTo cannot be \"a:0\""),
        (["--host", "192.0.2.1"], 69, "cannot listen on 192.0.2.1:0"),
        (["--host", "300.1.1.1"], 69, "cannot listen on 300.1.1.1:0"),
        (
            ["--webhook-file", "/tmp/never", "--webhook-user", "77"], 78,
            "--webhook-user: there is no person 77 on the portal"
        ),
        (
            ["--webhook-file", "/nowhere/hook"], 73,
            "cannot write /nowhere/hook: No such file or directory"
        ),
    ])
    func mistakesAreOneLineAndACode(arguments: [String], code: Int32, text: String) throws {
        let outcome = try run(arguments)
        #expect(outcome.status == code, "\(outcome.err)")
        #expect(outcome.err.contains(text), "\(outcome.err)")
    }

    @Test func aSampleDayIsServedUntilTheSignal() async throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let (hookFile, portFile) = (folder.appending(path: "hook"), folder.appending(path: "port"))
        let (process, out, _) = try start([
            "--sample-day", "--webhook-file", hookFile.path, "--port-file", portFile.path,
            "--switch", "calendarOverlap=refuses",
        ])
        let base = line(out).dropLast(2)
        let hook = try String(contentsOf: hookFile, encoding: .utf8)
        #expect(hook.hasPrefix("\(base)/rest/100/") && hook.hasSuffix("/\n"))
        let port = try String(contentsOf: portFile, encoding: .utf8)
        #expect(base.hasSuffix(":\(port.dropLast())"))
        let mode = try FileManager.default.attributesOfItem(atPath: hookFile.path)[
            .posixPermissions]
        #expect(mode as? Int == 0o600)
        let text = try await text(hook.dropLast() + "calendar.event.get?type=group&ownerId=5")
        let names =
            try JSON(text: text.utf8)["result"]?.array?.compactMap { $0["NAME"]?.string } ?? []
        #expect(names.contains("Обзор недели") && names.contains("Встречный звонок"))
        #expect(stop(process) == 0)
    }

    @Test func aDatabaseIsFoundAgain() async throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let database = folder.appending(path: "portal.sqlite").path
        for count in [1, 2] {
            let (process, out, _) = try start(["--database", database])
            let base = line(out).dropLast(2)
            for (method, params) in [
                ("calendar.resource.add", "{\"name\":\"x\"}"), ("calendar.resource.list", "{}"),
            ] {
                let text = try await text(
                    base + "/control/call",
                    posting: "{\"user\":1,\"method\":\"\(method)\",\"params\":\(params)}")
                guard method == "calendar.resource.list" else { continue }
                #expect(try JSON(text: text.utf8)["result"]?.array?.count == count + 1)
            }
            #expect(stop(process) == 0)
        }
    }
}
