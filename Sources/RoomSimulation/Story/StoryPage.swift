/// Writes a world's story as one page: each day as a timeline, and below it what happened, line by line.
struct StoryPage {
    private let story: Story
    private let outcome: Outcome
    private let title: String
    private static let rowHeight: Int64 = 18
    private static let labelWidth: Int64 = 130
    /// Microseconds that one unit of the drawing stands for.
    private static let scale = Int64.minute

    init(_ story: Story, _ outcome: Outcome, title: String) {
        self.story = story
        self.outcome = outcome
        self.title = title
    }

    var html: String {
        let days = (story.world.ends + .day - 1) / .day
        let verdict = outcome.violation.map {
            "<p class=\"bad\">\(Self.escaped($0.description))</p>"
        }
        return """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>\(Self.escaped(title))</title>
            <style>\(Self.style)</style></head><body>
            <h1>\(Self.escaped(title))</h1>
            \(verdict ?? "<p>Everything that has to hold held.</p>")
            <p>\(outcome.tally.faults) faults, \(outcome.tally.presses) presses, \
            \(outcome.tally.verdicts) verdicts. Times are UTC; the dashed line is local midnight. \
            Point at anything to read what it is.</p>
            \((0..<days).map { section($0) }.joined(separator: "\n"))
            </body></html>

            """
    }

    // MARK: A day

    private var lanes: [String] {
        var lanes = ["people", "calendar"]
        for panel in story.world.panels.indices {
            lanes += [
                "sensors \(panel)", "button \(panel)", "availability lamp \(panel)",
                "booking lamp \(panel)", "verdicts \(panel)",
            ]
        }
        return lanes + ["faults"]
    }

    private func section(_ day: Int64) -> String {
        let (from, to) = (day * .day, (day + 1) * .day)
        let marks = story.timeline.marks.filter { $0.from < to && $0.to >= from }
        let lanes = lanes
        let height = Int64(lanes.count) * Self.rowHeight + 20
        var rows: [String] = []
        for (number, lane) in lanes.enumerated() {
            let top = Int64(number) * Self.rowHeight + 16
            rows.append("<text x=\"2\" y=\"\(top + 13)\">\(lane)</text>")
            rows += marks.filter { $0.lane == lane }.map { draw($0, from, to, top) }
        }
        return """
            <h2>Day \(day + 1)</h2>
            <svg viewBox="0 0 \(Self.labelWidth + 1_440) \(height)">\(hours(day, height))
            \(rows.joined(separator: "\n"))</svg>
            <details><summary>Line by line</summary><pre>\(lines(from, to))</pre></details>
            """
    }

    private func hours(_ day: Int64, _ height: Int64) -> String {
        let midnight = story.world.startsAt + day * 86_400
        let offset = story.world.zone.offset(at: midnight)
        let local = ((-offset % 86_400) + 86_400) % 86_400 / 60 + Self.labelWidth
        let lines = (Int64(0)..<24).map { hour in
            let x = Self.labelWidth + hour * 60
            return "<line x1=\"\(x)\" x2=\"\(x)\" y1=\"12\" y2=\"\(height)\"/>"
                + "<text class=\"hour\" x=\"\(x + 2)\" y=\"10\">\(hour):00</text>"
        }
        return lines.joined()
            + "<line class=\"midnight\" x1=\"\(local)\" x2=\"\(local)\" y1=\"0\" y2=\"\(height)\"/>"
    }

    private func draw(_ mark: Timeline.Mark, _ from: Moment, _ to: Moment, _ top: Int64) -> String {
        let left = Double(max(mark.from, from) - from) / Double(Self.scale)
        let right = Double(min(mark.to, to) - from) / Double(Self.scale)
        let x = Double(Self.labelWidth) + left
        let tip = "<title>\(story.world.clockText(mark.from)): \(Self.escaped(mark.text))</title>"
        guard mark.to > mark.from else {
            return
                "<circle class=\"\(mark.style)\" cx=\"\(x)\" cy=\"\(top + 8)\" r=\"4\">\(tip)</circle>"
        }
        let width = max(right - left, 0.7)
        return "<rect class=\"\(mark.style)\" x=\"\(x)\" y=\"\(top + 2)\" width=\"\(width)\" "
            + "height=\"\(Self.rowHeight - 4)\">\(tip)</rect>"
    }

    private func lines(_ from: Moment, _ to: Moment) -> String {
        story.lines.filter { $0.at >= from && $0.at < to }
            .map { Self.escaped(story.text(of: $0)) }
            .joined(separator: "\n")
    }

    static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            default: escaped.append(character)
            }
        }
        return escaped
    }

    private static let style = """
        body { font: 14px sans-serif; margin: 1em 2em; color: #222 }
        svg { width: 100%; min-width: 1100px; background: #fafafa } text { font-size: 10px }
        line { stroke: #ddd } .hour { fill: #888 } .midnight { stroke: #88a; stroke-dasharray: 4 3 }
        .bad { color: #b00; font-weight: bold } pre { font-size: 11px }
        .person { fill: #7a9; opacity: .6 } .booking { fill: #68c; opacity: .6 } .adhoc { fill: #c8a; opacity: .7 }
        .sensor { fill: #c60 } .press { fill: #222 } .refused { fill: #d00 } .verdict { fill: #07a }
        .fault { fill: #d44; opacity: .6 } .lamp { stroke: #fff; stroke-width: .3 }
        .lamp.off { fill: #eee } .lamp.red { fill: #d33 } .lamp.green { fill: #3a3 } .lamp.blue { fill: #48d }
        .lamp.orange { fill: #f90 } .lamp.red_green { fill: #963 }
        .lamp.slow_blink, .lamp.double_blink, .lamp.fast_blink, .lamp.pending { opacity: .6 }
        """
}

extension Simulation {
    /// The story as one page of HTML; empty unless a story was asked for.
    public func storyPage(_ outcome: Outcome, title: String) -> String {
        guard var story else { return "" }
        story.timeline.close(at: now)
        return StoryPage(story, outcome, title: title).html
    }
}
