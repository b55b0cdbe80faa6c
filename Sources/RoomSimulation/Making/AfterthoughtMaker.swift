import RoomCore

/// Lets people change in the calendar what was done at the door, while something goes wrong that matters just then.
///
/// It draws luck, and names people and bookings, apart from the other makers: without it a world stays as it was.
struct AfterthoughtMaker {
    private var random: Generator
    private var world: World
    private var lastMeeting = 0
    private var lastPerson = 1_000_000

    init(_ world: World, seed: UInt64) {
        self.world = world
        random = Generator(seed: seed, 5)
    }

    /// The world with what it adds.
    mutating func made() -> World {
        let days = world.length / .day
        for day in 0..<days where random.chance(25) {
            let start = world.midnight(of: day) + 28_800 + random.number(0...36) * 900
            switch random.number(0...9) {
            case 0...4: giveTimeAgain(start)
            case 5...8: changeWhatIsOwed(start)
            default: if day + 2 < days { oweForADay(start) }
            }
        }
        return world
    }

    /// Ended at the door, and then given time again or moved.
    private mutating func giveTimeAgain(_ start: Int64) {
        let id = meeting(start, 5_400)
        let someone = person()
        let ended = start + 1_200 + random.number(0...1_800)
        let later = random.chance(30) ? random.number(3...12) : random.number(30...900)
        let edit: Edit =
            random.chance(60)
            ? .changeEnd(id: id, end: start + 5_400 + random.number(0...4) * 300)
            : .move(
                id: id, start: start - random.number(5...30) * 60,
                end: ended - random.number(1...10) * 60)
        add(
            "ending, and thinking again",
            [
                (start, .enter(person: someone, movesEverySeconds: 45)), (ended, press(1_800)),
                (ended + 5, .leave(person: someone)), (ended + later, .edit(edit)),
            ])
        // One in four did not mean it, and presses again; that draws no luck, so that all else stays as it was.
        if later % 4 == 0 {
            add("ending by mistake", at: ended + 3 + later % 6)
        }
        switch random.number(0...9) {
        case 0...1: strike(.powerCut, from: ended + random.number(10...900), for: 1)
        case 2...3: strike(.writesAway, from: ended - 60, for: 60 + random.number(1...10) * 60)
        case 4...6:
            let step = random.one(of: [-900, -1_800, -3_600, -7_200] as [Int64])
            strike(
                .clockStep(byMicroseconds: step * .second),
                from: ended + later + random.number(60...1_200), for: random.number(5...60) * 60)
        default: break
        }
    }

    /// Made longer at the door while the server takes no writes, and then moved or cut, or its time booked by others.
    private mutating func changeWhatIsOwed(_ start: Int64) {
        let id = meeting(start, 3_600)
        let pressed = start + 600 + random.number(0...2_400)
        let edited = pressed + random.number(3...900)
        let cut = start + 3_600 + random.number(-20...10) * 60
        let edit: Edit =
            random.chance(50)
            ? .changeEnd(id: id, end: max(cut, start + 60))
            : .move(id: id, start: start - random.number(1...20) * 60, end: max(cut, start + 60))
        let someone = person()
        var steps: [(Int64, Deed)] = [
            (start, .enter(person: someone, movesEverySeconds: 45)), (start + 20, press(200)),
            (pressed, press(200)), (start + 3_650, .leave(person: someone)),
        ]
        if random.chance(60) { steps.append((edited, .edit(edit))) }
        if random.chance(30) { steps.append((pressed + random.number(2...600), press(200))) }
        if random.chance(60) {
            let from = start + 3_600 + random.number(0...4) * 300
            steps.append((pressed + random.number(0...1_200), .edit(.make(next(from)))))
        }
        add("longer, and thinking again", steps.sorted { $0.0 < $1.0 })
        if random.chance(70) {
            strike(.writesAway, from: pressed - 30, for: 30 + random.number(1...40) * 60)
        }
    }

    /// Made longer at the door while the server is away for a day, without knowing what people had made of it before.
    private mutating func oweForADay(_ start: Int64) {
        let id = meeting(start, 3_600)
        let pressed = start + 1_800 + random.number(0...1_200)
        let away = pressed - random.number(120...1_200)
        let someone = person()
        add(
            "longer for a day",
            [
                (start, .enter(person: someone, movesEverySeconds: 45)), (start + 20, press(200)),
                (
                    pressed - random.number(10...100),
                    .edit(.changeEnd(id: id, end: start + 3_600 + random.number(1...12) * 300))
                ),
                (pressed, press(random.one(of: [200, 200, 1_800]))),
                (start + 3_650, .leave(person: someone)),
            ])
        strike(.serverAway(.unreachable), from: away, for: 86_400 + random.number(600...9_000))
    }

    // MARK: Parts

    /// A booking made two hours before.
    private mutating func meeting(_ start: Int64, _ length: Int64) -> String {
        let id = name()
        let meeting = Meeting(id: id, start: start, end: start + length, title: "Workshop")
        add("booking \(id)", [(start - 7_200, .edit(.make(meeting)))])
        return id
    }

    private mutating func next(_ start: Int64) -> Meeting {
        var next = Meeting(
            id: name(), start: start, end: start + 1_800, title: "Lessons learned")
        next.tellsCreation = random.chance(50)
        return next
    }

    private mutating func name() -> String {
        lastMeeting += 1
        return "t\(lastMeeting)"
    }

    private mutating func person() -> Int {
        lastPerson += 1
        return lastPerson
    }

    private func press(_ milliseconds: Int64) -> Deed {
        .press(panel: 0, milliseconds: milliseconds)
    }

    private mutating func add(_ name: String, _ steps: [(seconds: Int64, deed: Deed)]) {
        let luck = random.number(0...999_999)
        let steps = steps.map { Act.Step(at: $0.seconds * .second + luck, deed: $0.deed) }
        world.acts.append(Act(name: name, steps: steps))
    }

    private mutating func add(_ name: String, at second: Int64) {
        world.acts.append(
            Act(name: name, steps: [Act.Step(at: second * .second, deed: press(200))]))
    }

    private mutating func strike(_ kind: Misfortune.Kind, from: Int64, for seconds: Int64) {
        guard from >= 0 else { return }
        world.misfortunes.append(
            Misfortune(
                at: from * .second, until: (from + seconds) * .second, panel: 0, kind: kind))
    }
}
