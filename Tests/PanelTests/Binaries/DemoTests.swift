import Foundation
import Testing
import WebTestKit

/// `scripts/demo/demo.sh`, the first thing that a newcomer runs.
@Suite(
    .serialized, .timeLimit(.minutes(HangGuard.minutes)),
    .enabled(if: RunningPanel.hasPortal, "domovoy-portal is not built"))
struct DemoTests {
    /// A demo that has said what to try.
    private struct Demo {
        let process: Process
        let output: FileHandle
        var text = ""

        /// - Parameter seconds: after how long it is to stop by itself.
        init(seconds: String?) throws {
            let script = URL(filePath: #filePath).appending(
                path: "../../../../scripts/demo/demo.sh")
            var environment = ProcessInfo.processInfo.environment
            environment["DOMOVOY_DEMO_BIN"] = RunningPanel.products.path()
            environment["DOMOVOY_RADICALE"] = environment["DOMOVOY_PYTHON"] ?? "python3"
            environment["DOMOVOY_DEMO_SECONDS"] = seconds
            process = Process()
            process.executableURL = URL(filePath: "/bin/bash")
            process.arguments = [script.standardized.path()]
            process.environment = environment
            let pipe = Pipe()
            process.standardOutput = pipe
            output = pipe.fileHandleForReading
            try Self.withAllSignals { [process] in try process.run() }
        }

        /// A pool's thread blocks signals, and so would a shell that it starts.
        private static func withAllSignals(_ body: () throws -> Void) rethrows {
            var (none, before) = (sigset_t(), sigset_t())
            sigemptyset(&none)
            pthread_sigmask(SIG_SETMASK, &none, &before)
            defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
            try body()
        }

        /// Reads until `word` was printed, or to the end.
        mutating func read(until word: String?) {
            while word.map({ !text.contains($0) }) ?? true {
                let data = output.availableData
                if data.isEmpty { return }
                text += String(decoding: data, as: UTF8.self)
            }
        }

        /// The number of the process that a line of the text tells to stop.
        var server: pid_t? {
            text.split(separator: "kill -STOP ").last.flatMap { pid_t($0.prefix { $0.isNumber }) }
        }
    }

    /// The server stands still, as the text invites to; the panel waits for its answer.
    @Test(arguments: [nil, "600"])
    func stoppingEndsAtOnceAlsoWithAServerThatStandsStill(seconds: String?) throws {
        var demo = try Demo(seconds: seconds)
        demo.read(until: "Stop here with Ctrl-C")
        let server = try #require(demo.server, "\(demo.text)")
        #expect(demo.text.contains("kill -CONT \(server)"))
        #expect(kill(server, SIGSTOP) == 0)
        demo.process.terminate()
        demo.read(until: nil)
        demo.process.waitUntilExit()
        #expect(demo.text.hasSuffix("stopped\n"), "\(demo.text)")
        #expect(kill(server, 0) == -1, "the portal still runs")
    }

    @Test func demoStopsByItselfAfterItsTime() throws {
        var demo = try Demo(seconds: "0")
        demo.read(until: nil)
        demo.process.waitUntilExit()
        #expect(demo.process.terminationStatus == 0)
        #expect(demo.text.hasSuffix("stopped\n"), "\(demo.text)")
    }
}

extension RunningPanel {
    /// Whether the local portal was built along with the tests.
    static var hasPortal: Bool {
        let portal = products.appending(path: "domovoy-portal")
        return FileManager.default.isExecutableFile(atPath: portal.path())
    }
}
