extension Room {
    /// What the outside may see, as of `now`.
    ///
    /// Cheap; call it after ``Effect/publish``. Titles and organisers are as `show_titles` allows.
    public func state(at now: Now) -> RoomState {
        var state = RoomState(
            roomID: settings.id, roomName: settings.name, timeZone: settings.timeZone,
            now: now.wall, availability: shown.availability ?? .unknown,
            current: agenda.running.isEmpty ? nil : view(agenda.running[0], at: now),
            next: nextView(at: now), conflicts: agenda.conflicts.map { view($0, at: now) },
            presence: senses.presence, lamps: shown.lamps ?? .dark, sync: sync(at: now),
            sensors: senses.sensors.map { view($0, at: now) },
            button: settings.hasButton ? gesture.health : .none,
            isClockTrusted: trust.isTrusted, journalFault: faults.journal, lampFault: faults.lamps)
        state.refusal = shown.refusal.map {
            RoomState.Refusal($0.reason, until: now.wall(at: $0.toldUntil))
        }
        state.policy = policy
        state.takesBookings = settings.takesBookings
        if settings.takesTaps { state.offers = offers(at: now) }
        state.missedPeople = missedPeople(at: now).map {
            RoomState.MissedPeople($0, vacancyNeeded: vacancyNeeded(at: now))
        }
        state.disputes = senses.disputes.told(at: now.uptime).map { view($0, at: now) }
        return state
    }

    private func view(_ dispute: SensorDisputes.Told, at now: Now) -> RoomState.Dispute {
        RoomState.Dispute(
            present: senses.sensors[dispute.present].settings.name,
            vacant: senses.sensors[dispute.vacant].settings.name,
            since: now.wall(at: dispute.since), lasted: dispute.lasted)
    }

    /// The known bookings that share an instant with `span`, by start; blocking or not.
    public func bookings(in span: Span, at now: Now) -> [RoomState.BookingView] {
        schedule.bookings(in: span).map { view($0, at: now) }
    }

    private func nextView(at now: Now) -> RoomState.BookingView? {
        guard let next = agenda.next, next.span.start - now.wall < .seconds(86_400) else {
            return nil
        }
        return view(next, at: now)
    }

    private func view(_ booking: Booking, at now: Now) -> RoomState.BookingView {
        let sitting = sittings[booking.id]
        let checkIn = sitting?.checkIn
        let rules = rules(for: booking)
        let lateness =
            sitting?.arrival == .unverifiable
            ? nil : checkIn.flatMap { rules.lateness(of: $0.arrivedAt) }
        var view = RoomState.BookingView(
            id: booking.id, title: settings.titles.title(booking.title),
            organiser: settings.titles.organiser(booking.organiser), span: booking.span,
            source: booking.source, confirmation: confirmation(of: booking, sitting),
            phase: phase(of: booking, sitting, at: now), expectedFrom: rules.expectedFrom,
            arrivedAt: checkIn?.arrivedAt,
            lateBySeconds: lateness.map { Int($0.components.seconds) },
            isPending: outbox.isPending(booking.id), isBlocking: booking.isBlocking)
        view.isLateAtMost = lateness != nil && sitting?.lateAtMostBecause != nil
        return view
    }

    private func sync(at now: Now) -> RoomState.Sync {
        RoomState.Sync(
            server: settings.server, lastSuccess: lastSuccess(at: now),
            isStale: isStale(at: now), outbox: outbox.owed.count, parked: outbox.parked,
            lastError: faults.server, complaints: faults.complaints)
    }

    private func lastSuccess(at now: Now) -> WallTime? {
        guard settings.server != .none else { return nil }
        return scheduleAge(at: now).map { now.wall - $0 }
    }

    private func view(_ sensor: Sensor, at now: Now) -> RoomState.SensorView {
        RoomState.SensorView(
            name: sensor.settings.name, kind: sensor.settings.kind,
            level: sensor.settings.active.level(isActive: sensor.isActive),
            health: sensor.health, lastEdge: sensor.lastChange.map { now.wall(at: $0) },
            edges: sensor.edges, lostEdges: sensor.lostEdges)
    }
}
