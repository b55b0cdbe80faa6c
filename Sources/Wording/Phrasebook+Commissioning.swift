public import RoomCore

/// What an installer is asked and told in a terminal.
extension Phrasebook {
    /// What an installer may answer.
    public enum Reply: Hashable, Sendable {
        /// The thing is so.
        case yes
        /// The thing is not so.
        case no
        /// An empty line.
        case goOn
        /// Do it once more.
        case again
        /// Leave it out.
        case skip

        /// Reads a line, by its first letter in either language; nil if it is no answer.
        public init?(_ line: String) {
            switch line.lowercased() {
            case "": self = .goOn
            case "y", "yes", "д", "да": self = .yes
            case "n", "no", "н", "нет": self = .no
            case "r", "repeat", "п", "повторить": self = .again
            case "s", "skip", "с", "пропустить": self = .skip
            default: return nil
            }
        }
    }

    // MARK: Questions

    /// Asks who commissions the panel.
    public var whoCommissions: String {
        say("Who commissions this panel? (your name)", "Кто вводит панель в работу? (ваше имя)")
    }

    /// Whether a lamp shows what it should.
    public func isLit(_ line: LampLine) -> String {
        let name = step(.lamp(line))
        return say(
            "Is only this lit now: \(name)?", "Сейчас горит только это: \(name)?")
            + say(" [y, n, r: once more, s: skip]", " [д, н, п: ещё раз, с: пропустить]")
    }

    /// What to do next, and that Enter begins.
    ///
    /// - Parameters:
    ///   - longPress: how long a long press takes.
    ///   - lead: how long there is between Enter and the beginning.
    ///   - length: how long a walk, or sitting on a chair, lasts.
    public func invitation(
        _ step: CommissioningStep, longPress: Duration, lead: Duration, length: Duration
    ) -> String {
        let (way, time) = (duration(seconds(lead)), duration(seconds(length)))
        let text: String
        switch step {
        case .lamp(let line): return isLit(line)
        case .button(.short):
            text = say(
                "After Enter: press the button shortly, once.",
                "После Enter: нажмите кнопку коротко, один раз.")
        case .button(.long):
            let least = duration(seconds(longPress) + 1)
            text = say(
                "After Enter: hold the button for \(least), and let it go.",
                "После Enter: держите кнопку \(least) и отпустите.")
        case .walk(let place):
            text = say(
                "After Enter: go to the place (\(self.place(place))) within \(way), and walk about there for \(time).",
                "После Enter: за \(way) дойдите до места (\(self.place(place))) и походите там \(time)."
            )
        case .seated(let chair):
            text = say(
                "After Enter: sit down on chair \(chair) within \(way), and sit still for \(time), as if you read.",
                "После Enter: за \(way) сядьте на стул \(chair) и сидите спокойно \(time), как за чтением."
            )
        }
        return text + say(" [Enter, s: skip]", " [Enter, с: пропустить]")
    }

    /// Whether a step that is over is done once more.
    public var onward: String {
        say("Enter: go on, r: once more", "Enter: дальше, п: ещё раз")
    }

    /// Whether another chair is tried.
    public var anotherChair: String { say("Another chair? [y, n]", "Ещё один стул? [д, н]") }

    /// That a line is no answer to the question, which is asked again.
    public var noAnswer: String {
        say("That is none of the answers.", "Такого ответа здесь нет.")
    }

    /// How much is left of a test.
    public func left(_ time: Duration) -> String {
        let time = duration(seconds(time))
        return say("\(time) left", "осталось \(time)")
    }

    /// That a test begins to count.
    public var begun: String { say("It counts from now on.", "Отсчёт пошёл.") }

    // MARK: Names

    /// A step: `availability lamp, green`.
    public func step(_ step: CommissioningStep) -> String {
        switch step {
        case .lamp(let line): "\(lamp(line.lamp)), \(colour(line.channel))"
        case .button(.short): say("button, short press", "кнопка, короткое нажатие")
        case .button(.long): say("button, long press", "кнопка, долгое нажатие")
        case .walk(let place): say("walk: \(self.place(place))", "обход: \(self.place(place))")
        case .seated(let chair): say("chair \(chair)", "стул \(chair)")
        }
    }

    /// How a step went.
    public func outcome(_ outcome: CommissioningOutcome) -> String {
        switch outcome {
        case .passed: say("passed", "пройдено")
        case .needsChange: say("passes once a setting is changed", "пройдёт после правки настроек")
        case .skipped: say("skipped", "пропущено")
        case .failed: say("failed", "не пройдено")
        }
    }

    /// A place in the room.
    public func place(_ place: CommissioningStep.Place) -> String {
        switch place {
        case .door: say("inside at the door", "внутри у двери")
        case .table: say("at the table", "у стола")
        case .farCorner: say("in the far corner", "в дальнем углу")
        }
    }

    /// What a sensor saw.
    public func sight(_ sight: SensorSight) -> String {
        switch sight {
        case .seen: say("seen", "видит")
        case .unseen: say("not seen", "не видит")
        case .stayedActive:
            say(
                "was active before and stayed so: wait until it is quiet, and repeat",
                "был активен ещё до начала: дождитесь покоя и повторите")
        case .noisy:
            say("changes too often to be believed", "меняется слишком часто, верить нельзя")
        case .gone: say("its line is not there", "линии нет")
        }
    }

    private func lamp(_ lamp: LampLine.Lamp) -> String {
        switch lamp {
        case .availability: say("availability lamp", "лампа занятости")
        case .booking: say("booking lamp", "лампа брони")
        }
    }

    private func colour(_ channel: LampLine.Channel) -> String {
        switch channel {
        case .red: say("red", "красный")
        case .green: say("green", "зелёный")
        case .blue: say("blue", "синий")
        case .orange: say("orange", "оранжевый")
        }
    }

    func seconds(_ time: Duration) -> Int { Int(clamping: time.components.seconds) }
}
