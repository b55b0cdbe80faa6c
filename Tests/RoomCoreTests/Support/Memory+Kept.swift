import RoomCore

extension Memory {
    /// What the journal of a day would remember.
    static func kept(by day: Day) -> Memory {
        var memory = Memory(salt: "0badcafe")
        var entries: [Int64: OutboxEntry] = [:]
        var sittings: [BookingID: Sitting] = [:]
        for record in day.storedRecords {
            switch record {
            case .press(let press): memory.lastPress = max(memory.lastPress, press.number)
            case .verdict(let verdict): memory.lastVerdict = verdict.number
            case .outbox(let entry):
                entries[entry.number] = entry
                memory.lastOutbox = max(memory.lastOutbox, entry.number)
            case .sitting(let sitting): sittings[sitting.booking] = sitting
            case .sittingClosed(let id): sittings[id] = nil
            case .silences(let silences): memory.silences = silences
            case .schedule(let reading, let heardAt):
                (memory.schedule, memory.heardAt) = (reading, heardAt)
            case .heard(let heardAt): memory.heardAt = heardAt
            case .edge(let edge) where edge.isActive && edge.health == .ok:
                memory.lastActiveEdges[edge.sensor] = edge.at
            case .edge, .presence, .sync, .message: break
            }
        }
        let sorted = entries.values.sorted { $0.number < $1.number }
        memory.outbox = sorted.filter { !$0.state.isFinal }
        memory.sittings = sittings.values.sorted { $0.booking.text < $1.booking.text }
        return memory
    }
}

extension Day {
    /// The same door after a power cut: it has what the journal kept, and its server is silent.
    func restarted(
        at time: String, sensor: SensorSettings = SensorSettings(name: "pir", warmUp: .zero)
    ) -> Day {
        let settings = RoomSettings(
            id: "aurora", name: "Aurora", sensors: [sensor], server: .caldav)
        var again = Day(settings, memory: .kept(by: self), from: at(time))
        again.isServerWriting = false
        again.isServerHeard = false
        again.apply(.tick)
        again.apply(.button(.found(isPressed: false)))
        again.apply(.sensor(sensor.name, .found(isActive: false)))
        again.apply(.clock(isSynchronised: true))
        return again
    }
}
