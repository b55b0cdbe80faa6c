import Foundation

/// A program that reads metrics for a living and says what is wrong with them.
struct Checker: Sendable {
    /// What it said, and whether it was content.
    struct Verdict: Sendable {
        var isContent: Bool
        var words: String
    }

    let program: String
    let arguments: [String]

    /// Prometheus' own tool; nil where it is not installed.
    static let promtool: Checker? = {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return folders.map { "\($0)/promtool" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
            .map { Checker(program: $0, arguments: ["check", "metrics"]) }
    }()

    /// Prometheus' Python library; nil where no interpreter has it.
    ///
    /// Prints what it has understood as JSON: a list of name, kind, and samples as name, labels and value.
    static let python: Checker? = {
        let python = ProcessInfo.processInfo.environment["DOMOVOY_PYTHON"] ?? "python3"
        let probe = Checker(
            program: "/usr/bin/env", arguments: [python, "-c", "import prometheus_client"])
        guard (try? probe.check(""))?.isContent == true else { return nil }
        let script = """
            import json, sys
            from prometheus_client.parser import text_string_to_metric_families
            text = sys.stdin.buffer.read().decode("utf-8")
            print(json.dumps([[f.name, f.type, [[s.name, s.labels, s.value] for s in f.samples]]
                for f in text_string_to_metric_families(text)]))
            """
        return Checker(program: "/usr/bin/env", arguments: [python, "-c", script])
    }()

    /// Python's iCalendar library; nil where no interpreter has it.
    ///
    /// Prints what it has understood as JSON: what it found wrong, the calendar, its events, and how many of them
    /// `recurring_ical_events` finds in the days that the room's samples lie in.
    static let icalendar: Checker? = {
        let python = ProcessInfo.processInfo.environment["DOMOVOY_PYTHON"] ?? "python3"
        let probe = Checker(
            program: "/usr/bin/env",
            arguments: [python, "-c", "import icalendar, recurring_ical_events"])
        guard (try? probe.check(""))?.isContent == true else { return nil }
        let script = """
            import json, sys
            import recurring_ical_events
            from icalendar import Calendar
            calendar = Calendar.from_ical(sys.stdin.buffer.read())
            def text(event, name):
                return str(event[name]) if name in event else None
            def time(event, name):
                return event[name].dt.isoformat() if name in event else None
            events = calendar.walk("VEVENT")
            print(json.dumps({
                "errors": [str(e) for part in calendar.walk() for e in part.errors],
                "name": str(calendar.calendar_name),
                "refresh": calendar["REFRESH-INTERVAL"].dt.total_seconds(),
                "found": len(recurring_ical_events.of(calendar).between((2026, 11, 19), (2026, 12, 7))),
                "events": [{
                    "uid": text(e, "UID"), "summary": text(e, "SUMMARY"), "status": text(e, "STATUS"),
                    "transp": text(e, "TRANSP"), "location": text(e, "LOCATION"),
                    "description": text(e, "DESCRIPTION"), "start": time(e, "DTSTART"),
                    "end": time(e, "DTEND"), "stamp": time(e, "DTSTAMP")} for e in events]}))
            """
        return Checker(program: "/usr/bin/env", arguments: [python, "-c", script])
    }()

    /// A reader of QR codes; nil where no interpreter has it.
    ///
    /// Takes a line of 0 and 1 for each row of modules, and says what it has read.
    static let codeReader: Checker? = {
        let python = ProcessInfo.processInfo.environment["DOMOVOY_PYTHON"] ?? "python3"
        let probe = Checker(program: "/usr/bin/env", arguments: [python, "-c", "import zxingcpp"])
        guard (try? probe.check(""))?.isContent == true else { return nil }
        let script = """
            import sys, zxingcpp
            scale, quiet = 4, 4
            rows = sys.stdin.read().split()
            empty = "0" * (len(rows) + 2 * quiet)
            rows = [empty] * quiet + ["0" * quiet + row + "0" * quiet for row in rows] + [empty] * quiet
            lines = [bytes(0 if module == "1" else 255 for module in row for _ in range(scale)) for row in rows]
            picture = b"".join(line * scale for line in lines)
            side = len(rows) * scale
            codes = zxingcpp.read_barcodes(memoryview(picture).cast("B", (side, side)))
            print(codes[0].text if codes else "nothing", end="")
            """
        return Checker(program: "/usr/bin/env", arguments: [python, "-c", script])
    }()

    /// A maker of requests by a description of an API.
    ///
    /// - Parameter address: where the description is.
    static func schemathesis(_ address: String, _ options: [String]) -> Checker {
        let python = ProcessInfo.processInfo.environment["DOMOVOY_PYTHON"] ?? "python3"
        let script = """
            import os, sys, tempfile
            from schemathesis.cli import schemathesis
            with tempfile.TemporaryDirectory() as folder:
                os.chdir(folder)
                # A body that is too long is refused as such, whatever else is wrong with it.
                with open("schemathesis.toml", "w") as settings:
                    settings.write('[checks]\\nnegative_data_rejection.expected-statuses = ["4xx"]\\n')
                schemathesis(sys.argv[1:])
            """
        return Checker(
            program: "/usr/bin/env",
            arguments: [python, "-c", script, "run", address, "--no-color"] + options)
    }

    /// Whether ``schemathesis(_:_:)`` has an interpreter.
    static let hasSchemathesis: Bool = {
        let python = ProcessInfo.processInfo.environment["DOMOVOY_PYTHON"] ?? "python3"
        let probe = Checker(
            program: "/usr/bin/env",
            arguments: [
                python, "-c",
                "import importlib.util, sys; sys.exit(importlib.util.find_spec('schemathesis') is None)",
            ])
        return (try? probe.check(""))?.isContent == true
    }()

    /// Hands it a text, and waits without holding up others.
    func answer(to text: String = "") async throws -> Verdict {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Result { try check(text) })
            }
        }
    }

    /// Hands it a text.
    func check(_ text: String) throws -> Verdict {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        process.standardError = output
        try process.run()
        Thread.detachNewThread {
            // Whoever ends before it has read everything is judged by its exit code.
            try? input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
            try? input.fileHandleForWriting.close()
        }
        let said = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Verdict(
            isContent: process.terminationStatus == 0, words: String(decoding: said, as: UTF8.self))
    }
}
