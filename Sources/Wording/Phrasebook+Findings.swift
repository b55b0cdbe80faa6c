public import RoomCore

/// What the steps of commissioning found.
extension Phrasebook {
    /// What a step found, a line for each thing; empty for a step that was skipped.
    public func findings(_ result: CommissioningResult) -> [String] {
        switch result.finding {
        case nil: []
        case .lamp(let isRight): [lamp(isRight)]
        case .button(let finding): [button(finding)]
        case .walk(let sights): sights.map(walk)
        case .seated(let finding): seated(finding)
        }
    }

    private func lamp(_ isRight: Bool) -> String {
        isRight
            ? say("as it should be", "как должно быть")
            : say(
                "not as it should be: look at the wires",
                "не так, как должно быть: проверьте провода")
    }

    private func button(_ finding: ButtonTrial.Finding) -> String {
        if finding.wasPressedBefore {
            return say(
                "it was pressed before anybody pressed: look at gpio.button.active and the wires",
                "нажата ещё до нажатия: проверьте gpio.button.active и провода")
        }
        guard let held = finding.heldMilliseconds else {
            return finding.presses == 0
                ? say("no press was heard", "нажатия не слышно")
                : say("a press was heard, and no release", "слышно нажатие, но не отпускание")
        }
        let time = say("held for \(held) ms", "удержание \(held) мс")
        if finding.presses > 1 {
            let count = finding.presses
            return say(
                "\(count) presses were heard in place of one: is gpio.button.debounce too short?",
                "вместо одного нажатия слышно \(count): не мало ли gpio.button.debounce?")
        }
        switch finding.heard {
        case .short: return say("a short press, \(time)", "короткое нажатие, \(time)")
        case .long: return say("a long press, \(time)", "долгое нажатие, \(time)")
        case nil: return say("too long for a press, \(time)", "слишком долго для нажатия, \(time)")
        }
    }

    private func walk(_ sight: WalkTest.Sight) -> String {
        "\(sight.sensor): \(self.sight(sight.sight)), \(edges(sight.edges))"
    }

    private func seated(_ finding: SeatedTest.Finding) -> [String] {
        var lines = finding.sights.map { sight in
            if let score = sight.score {
                return "\(sight.sensor): \(self.score(score)), \(edges(sight.edges))"
            }
            let blind = say("this sensor does not see that chair", "этот датчик не видит этот стул")
            let reason = sight.sight == .unseen ? "" : " (\(self.sight(sight.sight)))"
            return "\(sight.sensor): \(blind)\(reason)"
        }
        if finding.sights.count > 1, let together = finding.together {
            lines.append(say("together: ", "вместе: ") + score(together))
        }
        return lines
    }

    private func score(_ score: SeatedTest.Score) -> String {
        let gap = exact(score.longestGapSeconds)
        let hold = duration(score.recommendedHoldSeconds)
        return say(
            "longest gap \(gap), seen in \(score.coveragePercent) % of the minutes, hold of \(hold) or more",
            "самый долгий пробел \(gap), видно в \(score.coveragePercent) % минут, hold не меньше \(hold)"
        )
    }

    private func edges(_ count: Int) -> String {
        let english = count == 1 ? "edge" : "edges"
        return "\(count) \(say(english, Plural.of(count, "фронт", "фронта", "фронтов")))"
    }

    /// `40 s`, `2 min 59 s`: a gap is measured, and loses nothing.
    private func exact(_ seconds: Int) -> String {
        let rest = seconds % 60
        return seconds < 60 || rest == 0
            ? duration(seconds) : "\(duration(seconds - rest)) \(duration(rest))"
    }
}
