import Foundation
import Testing

/// Python's `dateutil`, which expands recurrence rules independently of anything here.
enum Dateutil {
    private static let python = ProcessInfo.processInfo.environment["DOMOVOY_PYTHON"] ?? "python3"

    /// Whether it is installed.
    static let isAvailable = PythonServer.has("dateutil", python: python)

    static let reason: Comment =
        "needs pip install python-dateutil, and its interpreter in DOMOVOY_PYTHON or as python3"

    private static let script = """
        import sys
        from datetime import datetime, timezone
        from dateutil import rrule, tz
        berlin = tz.gettz("Europe/Berlin")
        form = "%Y%m%dT%H%M%S"
        for line in sys.stdin:
            start, rule, begin, end = line.strip().split("|")
            first = datetime.strptime(start, form).replace(tzinfo=berlin)
            begin, end = (datetime.strptime(x, form + "Z").replace(tzinfo=tz.UTC) for x in (begin, end))
            found = {first.astimezone(tz.UTC)}
            try: series = rrule.rrulestr(rule, dtstart=first)
            except ValueError: series = []  # hours that no interval reaches
            for one in series:
                if one >= end: break
                found.add(one.astimezone(tz.UTC))
            print(",".join(x.strftime(form + "Z") for x in sorted(found) if begin <= x < end))
        """

    /// Asks for the starts of many rules, one line each.
    static func starts(_ questions: [String]) throws -> [String] {
        let folder = try PythonServer.temporaryFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = URL(fileURLWithPath: folder + "/rules")
        try Data((questions.joined(separator: "\n") + "\n").utf8).write(to: file)
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [python, "-c", script]
        process.standardInput = try FileHandle(forReadingFrom: file)
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let lines = String(decoding: data, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        return Array(lines.dropLast())
    }
}
