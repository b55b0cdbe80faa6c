import RoomCore

/// What happened in a world as stretches and points in lanes, for the page.
struct Timeline {
    /// A stretch, or a point where `to` is `from`.
    struct Mark {
        var lane: String
        var from: Moment
        var to: Moment
        var text: String
        /// A class of the page's style sheet.
        var style: String
    }

    private(set) var marks: [Mark] = []
    private var open: [String: Mark] = [:]
    private var spans: [BookingID: Span] = [:]
    /// Marks kept; what comes later is left out.
    private static let capacity = 50_000

    mutating func point(_ lane: String, _ text: String, _ style: String, at moment: Moment) {
        add(Mark(lane: lane, from: moment, to: moment, text: text, style: style))
    }

    mutating func begin(
        _ key: String, _ lane: String, _ text: String, _ style: String, at moment: Moment
    ) {
        end(key, at: moment)
        open[key] = Mark(lane: lane, from: moment, to: moment, text: text, style: style)
    }

    mutating func end(_ key: String, at moment: Moment) {
        guard var mark = open.removeValue(forKey: key) else { return }
        mark.to = moment
        add(mark)
    }

    private mutating func add(_ mark: Mark) {
        if marks.count < Self.capacity { marks.append(mark) }
    }

    /// Ends what still lasts.
    mutating func close(at moment: Moment) {
        for key in open.keys.sorted() { end(key, at: moment) }
    }

    /// The calendar as it is now; a booking that moved is drawn anew.
    mutating func calendar(_ entries: [SimulatedServer.Entry], origin: WallTime) {
        for entry in entries where spans[entry.booking.id] != entry.booking.span {
            let isChanged = spans.updateValue(entry.booking.span, forKey: entry.booking.id) != nil
            let from = (entry.booking.span.start - origin).microsecondsRoundedUp
            let to = (entry.booking.span.end - origin).microsecondsRoundedUp
            let style = entry.maker == nil ? "booking" : "adhoc"
            let text = entry.booking.id.text + (isChanged ? " (changed)" : "")
            add(Mark(lane: "calendar", from: from, to: to, text: text, style: style))
        }
    }
}

extension Story {
    mutating func mark(_ act: Act, _ step: Act.Step, at now: Moment) {
        switch step.deed {
        case .enter(let person, _):
            timeline.begin(
                "person \(person)", "people", "\(person): \(act.name)", "person", at: now)
        case .leave(let person): timeline.end("person \(person)", at: now)
        case .press(let panel, let milliseconds):
            timeline.point("button \(panel)", "held \(milliseconds) ms", "press", at: now)
        case .tap(let panel, let wish):
            timeline.point("button \(panel)", "tapped \(wish.rawValue)", "press", at: now)
        case .settle, .edit: break
        }
    }

    mutating func mark(_ misfortune: Misfortune, begins: Bool, at now: Moment) {
        let words = misfortune.kind.words
        if begins, misfortune.until > misfortune.at {
            timeline.begin("\(words) \(misfortune.panel)", "faults", words, "fault", at: now)
        } else if begins {
            timeline.point("faults", words, "fault", at: now)
        } else {
            timeline.end("\(words) \(misfortune.panel)", at: now)
        }
    }

    mutating func mark(_ event: Event, panel: Int, at now: Moment) {
        switch event {
        case .sensor(let name, .edge(let isActive, _)), .sensor(let name, .found(let isActive)),
            .sensor(let name, .reported(let isActive, _)):
            let key = "\(name) \(panel)"
            if isActive {
                timeline.begin(key, "sensors \(panel)", name, "sensor", at: now)
            } else {
                timeline.end(key, at: now)
            }
        case .sensor(let name, .gone): timeline.end("\(name) \(panel)", at: now)
        case .sensor(_, .edgesLost), .tick, .clock, .button, .server, .journal, .settings,
            .lampFault:
            break
        }
    }

    mutating func mark(_ effect: Effect, panel: Int, at now: Moment) {
        switch effect {
        case .show(let display):
            for (lamp, signal) in [
                ("availability", display.availability), ("booking", display.booking),
            ] {
                let style = "lamp \(signal.colour.rawValue) \(signal.pattern.rawValue)"
                timeline.begin(
                    "\(lamp) \(panel)", "\(lamp) lamp \(panel)", signal.words, style, at: now)
            }
        case .note(.verdict(let verdict)):
            timeline.point(
                "verdicts \(panel)", "\(verdict.booking): \(verdict.words)", "verdict", at: now)
        case .note(.press(let press)):
            let style = press.outcome == .refused ? "refused" : "press"
            timeline.point("button \(panel)", press.verdict, style, at: now)
        default: break
        }
    }
}
