import RoomCore

/// Fills the days of a world with bookings and with people who keep to them, more or less.
struct PeopleMaker {
    private let world: World
    private var random: Generator
    /// For what came later, so that the rest of a world stays as it was.
    private var other: Generator
    private var acts: [Act] = []
    private var lastPerson = 0
    private var lastMeeting = 0
    /// Habits this world has, of all there are.
    private var habits: [Habit] = []

    /// How people treat their booking.
    enum Habit: CaseIterable {
        case punctual, early, late, toTheSecond, absent, still, leavingEarly, stayingOn, pressing
        case ownerReturns, series, edited
    }

    init(_ world: World, seed: UInt64) {
        self.world = world
        random = Generator(seed: seed, 2)
        other = Generator(seed: seed, 4)
        habits = Habit.allCases.filter { _ in random.chance(60) }
        habits += [.punctual, .absent, .late]
    }

    mutating func make() -> [Act] {
        for day in 0..<(world.length / .day) { fill(day) }
        return acts
    }

    // MARK: Days

    private mutating func fill(_ day: Int64) {
        let midnight = world.midnight(of: day)
        guard !random.chance(25) else {
            if random.chance(30) { wander(midnight + random.number(0...86_000)) }
            return
        }
        var time = midnight + 28_800 + random.number(0...7_200)
        for _ in 0..<random.number(2...8) {
            time += random.one(of: [0, 0, 300, 900, 1_800, 3_600, 7_200])
            time = time / 300 * 300
            let length: Int64 = random.one(of: [900, 1_800, 1_800, 3_600, 3_600, 5_400, 14_400])
            meet(time, length)
            if random.chance(8) { meet(time + random.number(-900...900), length) }
            time += length
        }
        strange(midnight)
        if other.chance(12) { giveUpTwice(midnight + 28_800 + other.number(0...36) * 900) }
        if other.chance(12) { endTwice(midnight + 28_800 + other.number(0...36) * 900) }
        if other.chance(3) { playWithTheButton(midnight + 28_800 + other.number(0...30_000)) }
        if other.chance(8) { claimAndDally(midnight + 28_800 + other.number(0...36) * 900) }
        if other.chance(10) { raceForTime(midnight + 28_800 + other.number(0...36) * 900) }
    }

    /// What has nothing to do with a booking.
    private mutating func strange(_ midnight: Int64) {
        for _ in 0..<random.number(0...3) { wander(midnight + random.number(25_000...75_000)) }
        for _ in 0..<random.number(0...3) { fumble(midnight + random.number(25_000...75_000)) }
        if random.chance(4) { wholeDay(midnight) }
        if random.chance(10) {
            let at = midnight + random.number(30_000...70_000)
            let edit = Edit.meddle(
                deletes: random.chance(50), bySeconds: random.number(-40...40) * 60)
            add("somebody changes a panel booking", [(at, .edit(edit))])
        }
        if random.chance(20) { claim(midnight + random.number(30_000...70_000)) }
    }

    private mutating func add(_ name: String, _ steps: [(seconds: Int64, deed: Deed)]) {
        var luck = random.number(0...999_999)
        if random.chance(15) { luck = 0 }
        acts.append(
            Act(
                name: name,
                steps: steps.map { Act.Step(at: $0.seconds * .second + luck, deed: $0.deed) }))
    }

    private mutating func person() -> Int {
        lastPerson += 1
        return lastPerson
    }

    private mutating func pace() -> Int64 { random.one(of: [45, 60, 60, 120, 200]) }

    private func press(_ milliseconds: Int64, panel: Int = 0) -> Deed {
        .press(panel: panel, milliseconds: milliseconds)
    }

    private mutating func anyPanel() -> Int { Int(random.number(0...1)) % world.panels.count }

    // MARK: Meetings

    private mutating func meet(_ start: Int64, _ length: Int64) {
        lastMeeting += 1
        let id = "m\(lastMeeting)"
        var meeting = Meeting(id: id, start: start, end: start + length, title: "Standup")
        dress(&meeting)
        let made = start - random.one(of: [86_400, 43_200, 7_200, 1_200, 800, 300, 0, -120])
        var steps: [(Int64, Deed)] = [(made, .edit(.make(meeting)))]
        steps += edits(id, start, length)
        add("booking \(id)", steps)
        come(to: id, start, length)
    }

    private mutating func dress(_ meeting: inout Meeting) {
        meeting.organiser = ["Ada", "Boris", "Chen", "Dora", nil][lastMeeting % 5]
        meeting.confirmation = random.one(of: [nil, nil, .confirmed, .unconfirmed])
        meeting.tellsCreation = random.chance(70)
        meeting.isWritable = random.chance(90)
        meeting.isBlocking = random.chance(96)
        if random.chance(5) { meeting.title = nil }
        if random.chance(4) { meeting.title = "Focus #Quiet" }
    }

    private mutating func edits(_ id: String, _ start: Int64, _ length: Int64) -> [(Int64, Deed)] {
        if habits.contains(.series), random.chance(5) {
            return [(start - 9_000, .edit(.repeatDaily(id: id, times: 3)))]
        }
        guard habits.contains(.edited), random.chance(20) else { return [] }
        let at = start + random.number(-1_500...(length + 300))
        let shift = random.number(-9...9) * 300
        let end = max(start + length + shift, start + 60)
        let edits: [Edit] = [
            .move(id: id, start: start + shift, end: start + length + shift),
            .move(id: id, start: start + shift, end: start + length + shift),
            .changeEnd(id: id, end: end), .changeEnd(id: id, end: end), .delete(id: id),
            .hide(id: id), .free(id: id), .lock(id: id), .confirm(id: id, .confirmed),
            .confirm(id: id, .unconfirmed),
        ]
        return [(at, .edit(random.one(of: edits)))]
    }

    // MARK: Coming

    private mutating func come(to id: String, _ start: Int64, _ length: Int64) {
        let end = start + length
        var came = start + random.number(-240...60)
        var left = end + random.number(-60...120)
        var name = "punctual"
        switch random.one(of: habits) {
        case .absent:
            return
        case .early: (came, name) = (start - random.number(300...1_500), "early")
        case .late:
            (came, name) = (start + random.number(301...min(length, 2_700)), "late")
        case .toTheSecond:
            came = start + boundary()
            name = "at \(came - start) s"
        case .leavingEarly:
            (left, name) = (start + random.number(120...length), "leaving early")
        case .stayingOn: (left, name) = (end + random.number(200...2_400), "staying on")
        case .ownerReturns:
            ownerReturns(start, length)
            return
        case .punctual, .still, .pressing, .series, .edited: break
        }
        guard left > came else { return }
        attend(id, name, came, left, start)
    }

    /// A second before, at, and a second after every boundary of the rules.
    private mutating func boundary() -> Int64 {
        let policy = world.policy
        let edges = [
            -policy.checkInWindow, 0, policy.lateAfter, policy.noShowAfter - 60,
            policy.noShowAfter, policy.vacantAfter,
        ]
        return random.one(of: edges) + random.number(-1...1)
    }

    private mutating func attend(
        _ id: String, _ name: String, _ came: Int64, _ left: Int64, _ start: Int64
    ) {
        let someone = person()
        var steps: [(Int64, Deed)] = [(came, .enter(person: someone, movesEverySeconds: pace()))]
        if habits.contains(.still), random.chance(25), left - came > 2_000 {
            let from = came + random.number(60...300)
            steps.append((from, .settle(person: someone, movesEverySeconds: 0)))
            let until = min(from + 1_500, left)
            steps.append((until, .settle(person: someone, movesEverySeconds: pace())))
        }
        if habits.contains(.pressing), random.chance(40) {
            steps.append((came + random.number(-15...20), press(200, panel: anyPanel())))
        }
        if random.chance(10) {
            let held: Int64 = random.one(of: [300, 1_499, 1_500, 1_501, 3_000])
            let at = random.number(came...left)
            steps.append((at, press(held, panel: anyPanel())))
        }
        steps.append((left, .leave(person: someone)))
        add("\(name) for \(id)", steps)
    }

    /// The owner comes back while a stranger claims the room.
    private mutating func ownerReturns(_ start: Int64, _ length: Int64) {
        let moment = start + world.policy.noShowAfter + random.number(-3...600)
        let owner = person()
        let stranger = person()
        add(
            "the owner returns while a stranger claims",
            [
                (moment, press(200, panel: anyPanel())),
                (moment + 2, .enter(person: stranger, movesEverySeconds: pace())),
                (
                    moment + random.number(0...20),
                    .enter(person: owner, movesEverySeconds: pace())
                ),
                (moment + random.number(0...30), press(random.one(of: [200, 1_700]))),
                (moment + 900, .leave(person: stranger)),
                (start + max(length, 2_700), .leave(person: owner)),
            ])
    }

    // MARK: Others

    private mutating func wander(_ at: Int64) {
        let someone = person()
        let stays: Int64 = random.one(of: [20, 90, 600, 2_400])
        add(
            "wandering in",
            [
                (at, .enter(person: someone, movesEverySeconds: pace())),
                (at + stays, .leave(person: someone)),
            ])
    }

    private mutating func fumble(_ at: Int64) {
        let panel = anyPanel()
        switch random.number(0...5) {
        case 0: add("pressing once", [(at, press(180, panel: panel))])
        case 1:
            add(
                "pressing in panic",
                (0..<random.number(4...16)).map { (at + $0 / 2, press(120, panel: panel)) })
        case 2:
            add("leaning on the button", [(at, press(random.number(2...90) * 1_000, panel: panel))])
        case 3:
            add(
                "two at the button",
                [(at, press(200, panel: panel)), (at + random.number(0...1), press(250))])
        case 4:
            add(
                "booking and taking back",
                [(at, press(200, panel: panel)), (at + random.number(2...12), press(1_800))])
        default:
            let someone = person()
            let stays = random.number(600...4_000)
            add(
                "booking at the door",
                [
                    (at, press(200, panel: panel)),
                    (at + 3, .enter(person: someone, movesEverySeconds: pace())),
                    (at + stays / 2, press(200, panel: panel)),
                    (at + stays, press(1_700, panel: panel)),
                    (at + stays + 5, .leave(person: someone)),
                ])
        }
    }

    private mutating func claim(_ at: Int64) {
        add(
            "trying every quarter of an hour",
            (0..<6).map { (at + $0 * 900 + 7, press(200, panel: anyPanel())) })
    }

    /// Faster and longer than anybody who wants something.
    private mutating func playWithTheButton(_ at: Int64) {
        let presses = (0..<130).map { step in
            Act.Step(
                at: at * .second + Int64(step) * 300 * .millisecond, deed: press(120))
        }
        acts.append(Act(name: "playing with the button", steps: presses))
    }

    private mutating func name() -> String {
        lastMeeting += 1
        return "m\(lastMeeting)"
    }

    private mutating func absent(_ start: Int64, _ length: Int64, isWritable: Bool) {
        var meeting = Meeting(id: name(), start: start, end: start + length, title: "Review")
        meeting.isWritable = isWritable
        add("booking \(meeting.id)", [(start - 7_200, .edit(.make(meeting)))])
    }

    /// A booking that may not be cut is claimed, and the room is free or booked again while it still runs.
    private mutating func giveUpTwice(_ start: Int64) {
        absent(start, 6_900, isWritable: false)
        let claimed = start + world.policy.noShowAfter + other.number(3...120)
        let ended = claimed + other.number(60...500)
        add(Self.givenUpTwice, [(claimed, press(200)), (ended, press(1_800))])
        if other.chance(50) { absent(start + 2_700, 2_700, isWritable: other.chance(70)) }
        if other.chance(60) {
            add("pressing again", [(ended + other.number(15...3_000), press(200))])
        }
    }

    /// The name of an act that only the journal remembers.
    static let givenUpTwice = "claiming what may not be cut"

    /// Ended at the door, and cut to an earlier end in the calendar before the server has heard of that.
    private mutating func endTwice(_ start: Int64) {
        let id = name()
        let meeting = Meeting(id: id, start: start, end: start + 5_400, title: "Interview")
        let someone = person()
        let ended = start + 2_400 + other.number(0...600)
        add("booking \(id)", [(start - 7_200, .edit(.make(meeting)))])
        add(
            Self.endedTwice,
            [
                (start, .enter(person: someone, movesEverySeconds: 45)), (ended, press(1_800)),
                (ended + 5, .leave(person: someone)),
                (
                    ended + other.number(20...400),
                    .edit(.changeEnd(id: id, end: ended - other.number(60...900)))
                ),
            ])
    }

    /// The name of an act that matters only while the server takes no writes.
    static let endedTwice = "ending twice"

    /// Somebody takes a room over, makes the booking longer, and takes it back after all.
    private mutating func claimAndDally(_ start: Int64) {
        absent(start, 5_400, isWritable: true)
        let claimed = start + world.policy.noShowAfter + other.number(3...120)
        add(
            "claiming, dallying and giving back",
            [
                (claimed, press(200)), (claimed + other.number(5...9), press(200)),
                (claimed + other.number(12...20), press(other.one(of: [200, 1_800, 1_800]))),
            ])
    }

    /// Somebody books the time behind a booking just before its people make it longer, more than once.
    private mutating func raceForTime(_ start: Int64) {
        let id = name()
        let meeting = Meeting(id: id, start: start, end: start + 3_600, title: "Planning")
        let next = Meeting(
            id: name(), start: start + 3_600, end: start + 5_400, title: "Retrospective")
        let someone = person()
        let pressed = start + 900 + other.number(0...2_400)
        let again = pressed + other.one(of: [1, 2, 3, 9])
        add("booking \(id)", [(start - 7_200, .edit(.make(meeting)))])
        add(
            Self.racedForTime,
            [
                (start, .enter(person: someone, movesEverySeconds: 45)), (start + 20, press(200)),
                (pressed - other.number(1...100), .edit(.make(next))), (pressed, press(200)),
                (again, press(200)), (start + 3_650, .leave(person: someone)),
            ])
    }

    /// The name of an act in which what the server shows after a press counts.
    static let racedForTime = "racing for time"

    private mutating func wholeDay(_ midnight: Int64) {
        lastMeeting += 1
        var meeting = Meeting(
            id: "m\(lastMeeting)", start: midnight, end: midnight + 86_400, title: "Fair")
        meeting.isAllDay = true
        meeting.isBlocking = random.chance(50)
        add("all day \(meeting.id)", [(midnight - 3_600, .edit(.make(meeting)))])
    }
}
