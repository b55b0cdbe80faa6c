/// Writes a world's story as one page: each day as a timeline, and below it what happened, line by line.
struct StoryPage {
    private let story: Story
    private let outcome: Outcome
    private let title: String
    private static let rowHeight: Int64 = 18
    private static let labelWidth: Int64 = 130
    private static let width: Int64 = 1_440

    /// The hours of a day that the world has.
    private struct Axis {
        let from: Moment
        let hours: Int64

        init(day: Int64, of world: World) {
            from = day * .day
            hours = min(max((world.ends - from + .hour - 1) / .hour, 1), 24)
        }

        var to: Moment { from + hours * .hour }

        func x(_ moment: Moment) -> Double {
            let share = Double(min(max(moment, from), to) - from) / Double(hours * .hour)
            return Double(StoryPage.labelWidth) + share * Double(StoryPage.width)
        }
    }

    init(_ story: Story, _ outcome: Outcome, title: String) {
        self.story = story
        self.outcome = outcome
        self.title = title
    }

    var html: String {
        let days = (story.world.ends + .day - 1) / .day
        let verdict = outcome.violation.map {
            "<p class=\"bad\"><a href=\"#broken\">\(story.world.clockText($0.at))</a>: "
                + "\(Self.escaped($0.description))</p>"
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
            <p class="legend">\(Self.legend)</p>
            <svg class="swatch"><defs>\(Self.hatches)</defs></svg>
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
        let axis = Axis(day: day, of: story.world)
        let marks = story.timeline.marks.filter { $0.from < axis.to && $0.to >= axis.from }
        let lanes = lanes
        let height = Int64(lanes.count) * Self.rowHeight + 20
        var rows: [String] = []
        for (number, lane) in lanes.enumerated() {
            let top = Int64(number) * Self.rowHeight + 16
            rows.append("<text x=\"2\" y=\"\(top + 13)\">\(lane)</text>")
            rows += marks.filter { $0.lane == lane }.map { draw($0, axis, top) }
        }
        var isBroken = false
        if let violation = outcome.violation, axis.from..<axis.to ~= violation.at {
            isBroken = true
            let tip = "<title>\(Self.escaped(violation.description))</title>"
            rows.append(line("broken", at: axis.x(violation.at), from: 0, height, tip))
        }
        return """
            <h2\(isBroken ? " id=\"broken\"" : "")>Day \(day + 1)</h2>
            <svg viewBox="0 0 \(Self.labelWidth + Self.width) \(height)">\(hours(axis, height))
            \(rows.joined(separator: "\n"))</svg>
            <details\(isBroken ? " open" : "")><summary>Line by line</summary>\
            <pre>\(lines(axis.from, axis.from + .day))</pre></details>
            """
    }

    private func line(
        _ style: String, at x: Double, from top: Int64, _ height: Int64, _ tip: String = ""
    ) -> String {
        "<line class=\"\(style)\" x1=\"\(x)\" x2=\"\(x)\" y1=\"\(top)\" y2=\"\(height)\">\(tip)</line>"
    }

    private func hours(_ axis: Axis, _ height: Int64) -> String {
        let midnight = story.world.startsAt + axis.from / .second
        let offset = story.world.zone.offset(at: midnight)
        let local = axis.from + ((-offset % 86_400) + 86_400) % 86_400 * .second
        var lines = (0..<axis.hours).map { hour in
            let x = axis.x(axis.from + hour * .hour)
            return line("hours", at: x, from: 12, height)
                + "<text class=\"hour\" x=\"\(x + 2)\" y=\"10\">\(hour):00</text>"
        }
        if local < axis.to { lines.append(line("midnight", at: axis.x(local), from: 0, height)) }
        return lines.joined()
    }

    private func draw(_ mark: Timeline.Mark, _ axis: Axis, _ top: Int64) -> String {
        let x = axis.x(mark.from)
        let tip = "<title>\(story.world.clockText(mark.from)): \(Self.escaped(mark.text))</title>"
        guard mark.to > mark.from else {
            return
                "<circle class=\"\(mark.style)\" cx=\"\(x)\" cy=\"\(top + 8)\" r=\"4\">\(tip)</circle>"
        }
        let place =
            "x=\"\(x)\" y=\"\(top + 2)\" width=\"\(max(axis.x(mark.to) - x, 0.7))\" "
            + "height=\"\(Self.rowHeight - 4)\""
        let rect = "<rect class=\"\(mark.style)\" \(place)>\(tip)</rect>"
        guard let pattern = Self.patterns.first(where: mark.style.hasSuffix) else { return rect }
        return rect + "<rect fill=\"url(#\(pattern))\" \(place)>\(tip)</rect>"
    }

    // MARK: The legend

    /// Lamps that do not shine steadily are striped, each pattern in its own way.
    private static let stripes: [(pattern: String, width: Int, stripes: [(x: Int, width: Int)])] = [
        ("slow_blink", 12, [(0, 4)]), ("double_blink", 14, [(0, 2), (4, 2)]),
        ("fast_blink", 4, [(0, 2)]), ("pending", 20, [(0, 2)]), ("refused", 2, [(0, 1)]),
    ]
    private static let patterns = stripes.map(\.pattern)

    private static var hatches: String {
        stripes.map { name, width, stripes in
            let bars = stripes.map {
                "<rect x=\"\($0.x)\" width=\"\($0.width)\" height=\"8\" fill=\"#fff\" opacity=\".7\"/>"
            }
            return "<pattern id=\"\(name)\" width=\"\(width)\" height=\"8\" "
                + "patternUnits=\"userSpaceOnUse\">\(bars.joined())</pattern>"
        }.joined()
    }

    private static var legend: String {
        let styles = [
            ("person", "people in the room"), ("booking", "booked elsewhere"),
            ("adhoc", "booked at the door"), ("sensor", "sensor active"), ("press", "press"),
            ("refused", "press refused"), ("verdict", "verdict"), ("fault", "fault"),
        ]
        let colours = styles.map { style, words in
            "\(swatch(style)) \(words)"
        }
        let blinks = patterns.map { pattern in
            "\(swatch("lamp blue", pattern)) \(pattern.replacing("_", with: " "))"
        }
        return (colours + ["lamps in their colours: \(swatch("lamp blue")) steady"] + blinks)
            .joined(separator: " &nbsp; ")
    }

    private static func swatch(_ style: String, _ pattern: String? = nil) -> String {
        let place = "width=\"24\" height=\"12\""
        let hatch = pattern.map { "<rect fill=\"url(#\($0))\" \(place)/>" } ?? ""
        return "<svg class=\"swatch\" viewBox=\"0 0 24 12\">"
            + "<rect class=\"\(style)\" \(place)/>\(hatch)</svg>"
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
        .swatch { width: 24px; height: 12px; min-width: 0; background: none }
        .broken { stroke: #b00; stroke-width: 2 }
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
