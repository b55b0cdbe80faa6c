import Foundation
import Testing

/// A press of no length on the page's button outlasts the debounce (docs/button.md).
@Suite(.enabled(if: NodeJS.path != nil, "no node in PATH"))
struct PressLengthTests {
    private static let script = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Sources/PanelWeb/Assets/panel-simulator.js")

    /// Loads the page's script with a clock that only its own timers move, lets `act` press, and tells each level that is
    /// put on the line with its moment.
    private func levels(_ act: String) async throws -> String {
        let source = """
            let now = 0;
            const heard = {}, told = [];
            const element = () => ({ dataset: {}, hidden: true, setPointerCapture() {},
              addEventListener(name, act) { heard[name] = act; }, replaceChildren() {} });
            const parts = {};
            globalThis.document = { getElementById: (id) => (parts[id] ??= element()) };
            globalThis.addEventListener = (name, act) => { heard[name] = act; };
            Object.defineProperty(globalThis, "performance", { value: { now: () => now } });
            globalThis.setTimeout = (act, wait) => { now += wait; queueMicrotask(act); };
            globalThis.AbortSignal = { timeout: () => null };
            globalThis.fetch = async (path, options) => {
              const button = { name: "button", kind: "button", active: "low", level: 1 };
              if (!options.method) return { json: async () => ({ simulated: true, lines: [button] }) };
              told.push(`${JSON.parse(options.body).level}@${now}`);
              return { ok: true, json: async () => button };
            };
            // The words of the page's other script are not what is looked at.
            const text = process.argv[1].replace(/^import .*;$/m, "const text = (word) => word;");
            const { startSimulator } = await import(`data:text/javascript,${encodeURIComponent(text)}`);
            await startSimulator();
            \(act)
            for (let turn = 0; turn < 100; turn += 1) await null;
            console.log(told.join(" "));
            """
        let process = Process()
        process.executableURL = URL(filePath: NodeJS.path ?? "/nonexistent")
        let text = try String(contentsOf: Self.script, encoding: .utf8)
        process.arguments = ["--input-type=module", "-e", source, text]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .newlines)
    }

    @Test func pressOfNoLengthHoldsTheLineForSixtyMilliseconds() async throws {
        let press = "heard.pointerdown({ button: 0 }); heard.pointerup();"
        #expect(try await levels(press) == "0@0 1@60")
    }

    @Test func longerPressIsAsLongAsItIs() async throws {
        let press = """
            heard.pointerdown({ button: 0 });
            for (let turn = 0; turn < 50; turn += 1) await null;
            now = 1700;
            heard.pointerup();
            """
        #expect(try await levels(press) == "0@0 1@1700")
    }

    @Test func pageThatGoesAwayLetsGoAtOnce() async throws {
        let press = "heard.pointerdown({ button: 0 }); heard.pagehide();"
        #expect(try await levels(press) == "0@0 1@0")
    }
}

private enum NodeJS {
    /// Where it is; nil if there is none.
    static let path: String? = (ProcessInfo.processInfo.environment["PATH"] ?? "")
        .split(separator: ":").map { "\($0)/node" }
        .first { FileManager.default.isExecutableFile(atPath: $0) }
}
