import RoomCore

/// People, and the lines that see or feel them.
extension Simulation {
    // MARK: Deeds

    func carryOut(_ act: Act, _ number: Int) {
        let step = act.steps[number]
        story?.does(act, step, at: now)
        switch step.deed {
        case .enter(let person, let pace):
            let turn = people.enter(person, pace: pace * .second, at: now)
            occupancyChanged()
            planMovement(person, turn, first: true)
        case .settle(let person, let pace):
            if let turn = people.settle(person, pace: pace * .second, at: now) {
                planMovement(person, turn, first: false)
            }
        case .leave(let person):
            moveAll()
            people.leave(person, at: now)
            occupancyChanged()
        case .press(let panel, let milliseconds): press(panel, milliseconds)
        case .tap(let panel, let wish): tap(panel, wish)
        case .edit(let edit):
            server.now = now
            server.carryOut(edit, at: now, origin: origin)
            story?.timeline.calendar(server.entries, origin: origin)
        }
    }

    private func planMovement(_ person: Int, _ turn: Int, first: Bool) {
        guard let someone = people.people[person], someone.isInside else { return }
        if first { moveAll() }
        guard someone.pace > 0 else { return }
        let spread = dice.number(
            in: someone.pace / 4...someone.pace * 7 / 4, .movement, now, Int64(person))
        let wait = first ? dice.number(in: 3_000_000...15_000_000, .pause, now) : spread
        queue.plan(.movement(person: person, turn: turn), at: now + wait)
    }

    func move(_ person: Int, _ turn: Int) {
        guard let someone = people.people[person], someone.turn == turn, someone.isInside else {
            return
        }
        moveAll()
        planMovement(person, turn, first: false)
    }

    /// Somebody moves where every motion sensor can see it.
    private func moveAll() {
        for panel in panels {
            for index in panel.sensors.indices where panel.sensors[index].isMotion {
                pulse(panel, index)
            }
        }
    }

    // MARK: Motion

    private func pulse(_ panel: SimulatedPanel, _ index: Int) {
        guard panel.sensors[index].sees(at: now) else { return }
        queue.plan(
            .lineFalls(panel: panel.number, sensor: index, turn: panel.sensors[index].turn),
            at: now + panel.sensors[index].pulse)
        tell(panel, index)
    }

    func fall(_ panel: SimulatedPanel, _ index: Int, _ turn: Int) {
        guard panel.sensors[index].turn == turn else { return }
        panel.sensors[index].natural = false
        panel.sensors[index].blindUntil = now + panel.sensors[index].blind
        tell(panel, index)
    }

    // MARK: Radar

    private func occupancyChanged() {
        for panel in panels {
            for index in panel.sensors.indices where !panel.sensors[index].isMotion {
                let isOccupied = people.inside > 0
                panel.sensors[index].turn += 1
                let wait = isOccupied ? 400 * .millisecond : panel.sensors[index].pulse
                queue.plan(
                    .radarTurns(
                        panel: panel.number, sensor: index, turn: panel.sensors[index].turn),
                    at: now + wait)
            }
        }
    }

    func turnRadar(_ panel: SimulatedPanel, _ index: Int, _ turn: Int) {
        guard panel.sensors[index].turn == turn else { return }
        panel.sensors[index].natural = people.inside > 0
        tell(panel, index)
    }

    // MARK: Lines

    /// Tells the panel of a line whose level is another than it was told.
    private func tell(_ panel: SimulatedPanel, _ index: Int) {
        guard panel.isUp, let level = panel.sensors[index].news() else { return }
        apply(
            .sensor(
                panel.sensors[index].name,
                .edge(isActive: level, at: panel.clock.uptime(at: now))),
            to: panel)
    }

    /// What the GPIO service finds at the start.
    func findLines(_ panel: SimulatedPanel) {
        if panel.isButtonThere { apply(.button(.found(isPressed: panel.isButtonDown)), to: panel) }
        for index in panel.sensors.indices where !panel.sensors[index].isGone {
            found(panel, index)
        }
    }

    private func found(_ panel: SimulatedPanel, _ index: Int) {
        let sensor = panel.sensors[index]
        panel.sensors[index].told = sensor.level
        apply(.sensor(sensor.name, .found(isActive: sensor.level)), to: panel)
    }

    // MARK: The button

    private func press(_ number: Int, _ milliseconds: Int64) {
        let panel = panels[min(max(number, 0), panels.count - 1)]
        guard !panel.isButtonDown else { return }
        panel.isButtonDown = true
        queue.plan(
            .buttonReleased(panel: panel.number), at: now + max(milliseconds, 1) * .millisecond)
        guard panel.isUp, panel.isButtonThere else { return }
        apply(.button(.pressed(at: panel.clock.uptime(at: now))), to: panel)
    }

    func release(_ panel: SimulatedPanel) {
        panel.isButtonDown = false
        guard panel.isUp, panel.isButtonThere else { return }
        apply(.button(.released(at: panel.clock.uptime(at: now))), to: panel)
    }

    // MARK: The page

    private func tap(_ number: Int, _ wish: Press.Wish) {
        let panel = panels[min(max(number, 0), panels.count - 1)]
        guard panel.isUp else { return }
        let reading = panel.clock.now(at: now)
        guard let offers = panel.room.state(at: reading).offers,
            let tap = wish.tap(on: offers, id: "tap at \(now)", at: reading)
        else { return }
        apply(.button(.tapped(tap)), to: panel)
    }

    // MARK: Misfortunes of lines

    func befallLine(_ misfortune: Misfortune, _ panel: SimulatedPanel) {
        switch misfortune.kind {
        case .stuck(let sensor, let isActive):
            change(panel, sensor, misfortune.until) { $0.stuckAt = isActive }
        case .chatter(let sensor, let perMinute):
            change(panel, sensor, misfortune.until) { $0.chatterPerMinute = max(perMinute, 1) }
            guard panel.sensors.indices.contains(sensor) else { return }
            chatter(panel, sensor, panel.sensors[sensor].turn)
        case .sensorGone(let sensor):
            change(panel, sensor, misfortune.until) { $0.isGone = true }
            guard panel.sensors.indices.contains(sensor) else { return }
            apply(.sensor(panel.sensors[sensor].name, .gone), to: panel)
        case .edgesLost(let sensor, let count):
            guard panel.sensors.indices.contains(sensor), !panel.sensors[sensor].isGone else {
                return
            }
            apply(
                .sensor(panel.sensors[sensor].name, .edgesLost(count)), to: panel)
            found(panel, sensor)
        case .falsePulse(let sensor):
            guard panel.sensors.indices.contains(sensor) else { return }
            change(panel, sensor, now) { _ in }
            if panel.sensors[sensor].isMotion { pulse(panel, sensor) }
        case .buttonGone:
            panel.isButtonThere = false
            apply(.button(.gone), to: panel)
        default: break
        }
    }

    private func change(
        _ panel: SimulatedPanel, _ index: Int, _ until: Moment,
        _ change: (inout SimulatedSensor) -> Void
    ) {
        guard panel.sensors.indices.contains(index) else { return }
        change(&panel.sensors[index])
        // A hold may go on after the fault itself is over.
        let hold = panel.sensors[index].figures.holdSeconds * .second
        panel.sensors[index].soundSince = max(
            panel.sensors[index].soundSince, max(until, now) + hold + 6 * .minute)
        tell(panel, index)
    }

    func endLine(_ misfortune: Misfortune, _ panel: SimulatedPanel) {
        switch misfortune.kind {
        case .stuck(let sensor, _): change(panel, sensor, now) { $0.stuckAt = nil }
        case .chatter(let sensor, _):
            change(panel, sensor, now) { $0.chatterPerMinute = nil }
        case .sensorGone(let sensor):
            guard panel.sensors.indices.contains(sensor) else { return }
            panel.sensors[sensor].isGone = false
            if panel.isUp { found(panel, sensor) }
        case .buttonGone:
            panel.isButtonThere = true
            apply(.button(.found(isPressed: panel.isButtonDown)), to: panel)
        default: break
        }
    }

    func chatter(_ panel: SimulatedPanel, _ index: Int, _ turn: Int) {
        guard let perMinute = panel.sensors[index].chatterPerMinute else { return }
        let sensor = panel.sensors[index]
        queue.plan(
            .chatter(panel: panel.number, sensor: index, turn: turn),
            at: now + .minute / perMinute)
        guard panel.isUp, !sensor.isGone else { return }
        panel.sensors[index].told = !sensor.told
        apply(
            .sensor(sensor.name, .edge(isActive: !sensor.told, at: panel.clock.uptime(at: now))),
            to: panel)
    }
}

extension Press.Wish {
    /// A tap on what is offered; nil if nothing of this kind is.
    ///
    /// Of the gaps only the one that begins now is tapped: the witnesses know of no booking that was made ahead.
    fileprivate func tap(on offers: RoomState.Offers, id: String, at now: Now) -> Tap? {
        switch self {
        case .checkIn: return offers.checkIn.map { Tap(id: id, .checkIn, seen: $0) }
        case .end: return offers.end.map { Tap(id: id, .end, seen: $0) }
        case .takeBack: return offers.takeBack.map { Tap(id: id, .takeBack, seen: $0.seen) }
        case .book:
            guard let gap = offers.gaps.first, gap.from == nil else { return nil }
            let end = (now.wall + .seconds(1_800)).flooredToSecond
            return Tap(
                id: id, .book(from: nil, until: min(gap.until ?? end, end)), seen: gap.inPlaceOf)
        case .short, .long: return nil
        }
    }
}
