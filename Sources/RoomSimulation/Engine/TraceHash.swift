import RoomCore

/// A number that two runs of one world share only if they went the same way; the same on every machine.
struct TraceHash: Hashable, Sendable {
    private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func mix(_ number: Int64) {
        value = (value ^ UInt64(bitPattern: number)) &* 0x9E37_79B9_7F4A_7C15
        value ^= value >> 29
    }

    mutating func mix(_ text: String) {
        var folded: UInt64 = 0
        for byte in text.utf8 { folded = (folded ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        mix(Int64(bitPattern: folded))
    }

    mutating func mix(_ instant: WallTime) {
        mix(instant.microsecondsSinceEpoch)
    }

    /// Mixes in an effect, but for messages: they go by themselves.
    mutating func mix(_ effect: Effect) {
        switch effect {
        case .show(let display):
            mix(1)
            mix(display.availability)
            mix(display.booking)
        case .acknowledgePress: mix(2)
        case .keep(let records, let durability):
            mix(durability == .relaxed ? 3 : 4)
            for record in records { mix(record) }
        case .send(let entry):
            mix(5)
            mix(entry)
        case .readSchedule: mix(6)
        case .tell, .answer: break
        case .publish: mix(7)
        case .note(let notice): mix(notice)
        }
    }

    private mutating func mix(_ signal: LampSignal) {
        mix(signal.colour.rawValue)
        mix(signal.pattern.rawValue)
    }

    private mutating func mix(_ entry: OutboxEntry) {
        mix(entry.number)
        mix(entry.write.bookingID.text)
        mix(entry.state.rawValue)
        if case .changeEnd(_, _, let end) = entry.write { mix(end) }
        if case .create(let booking) = entry.write { mix(booking.span.end) }
        if case .mark(_, let mark) = entry.write { mix(mark.rawValue) }
    }

    private mutating func mix(_ record: Record) {
        switch record {
        case .press(let press):
            mix(press.number)
            mix(press.outcome.rawValue)
            mix(press.pressedAt)
        case .verdict(let verdict): mix(verdict)
        case .outbox(let entry): mix(entry)
        case .sitting(let sitting):
            mix(sitting.booking.text)
            mix(sitting.span.start)
            mix(sitting.span.end)
            if let checkIn = sitting.checkIn { mix(checkIn.arrivedAt) }
        case .sittingClosed(let id): mix(id.text)
        case .silences(let silences):
            for silence in silences {
                mix(Int64(silence.seconds))
                mix(silence.endedAt)
            }
        case .schedule(let reading, let at):
            mix(Int64(reading.bookings.count))
            mix(at)
        case .heard(let at): mix(at)
        case .edge(let edge): mix(edge.at)
        case .presence(let presence):
            mix(presence.presence.rawValue)
            mix(presence.span.start)
            mix(presence.span.end)
        case .sync(let exchange): mix(exchange.at)
        case .message(let message): mix(message.at)
        }
    }

    mutating func mix(_ message: Message) {
        mix(message.kind.rawValue)
        mix(message.tag)
        mix(message.span.start)
        mix(Int64(message.seconds ?? -1))
        for collision in message.collisions {
            mix(collision.booking.text)
            for other in collision.others { mix(other.booking.text) }
            if let free = collision.nextFree { mix(free.start) }
        }
    }

    private mutating func mix(_ verdict: Verdict) {
        mix(verdict.number)
        mix(verdict.kind.rawValue)
        mix(verdict.booking.text)
        mix(Int64(verdict.seconds ?? -1))
        mix(verdict.givenAt)
        mix(Int64(verdict.evidence.activeEdges))
        mix(Int64(verdict.evidence.observedSeconds))
    }

    private mutating func mix(_ notice: Notice) {
        switch notice {
        case .availability(let availability, let booking):
            mix(availability.rawValue)
            if let booking { mix(booking.text) }
        case .press(let press): mix(press.number)
        case .verdict(let verdict): mix(verdict.number)
        case .sensor(let name, let health):
            mix(name)
            mix(health.rawValue)
        case .buttonStuck(let isStuck): mix(isStuck ? 11 : 12)
        case .clockTrust(let isTrusted): mix(isTrusted ? 13 : 14)
        case .clockStepped(let step): mix(step.microsecondsRoundedUp)
        case .stale(let isStale): mix(isStale ? 15 : 16)
        case .outbox(let entry): mix(entry)
        case .slotLost(let id, let winner):
            mix(id.text)
            mix(winner.text)
        case .conflict(let id, let other):
            mix(id.text)
            mix(other.text)
        case .complaint(let line): mix(line)
        case .outboxFull: mix(17)
        case .withheld: mix(18)
        }
    }
}
