import RoomCore

/// Nothing of somebody else's booking is changed unless a press or the policy asks for it (section 5).
struct StrangersAreSpared: Invariant {
    static let name = "strangers-are-spared"
    /// Why each entry may change what it changes.
    private(set) var licences: [Int64: Licence] = [:]

    /// The latest end that a press was promised for each booking, by making it longer or by giving it back.
    private(set) var promised: [BookingID: WallTime] = [:]

    enum Licence: Equatable {
        case press(Press.Outcome), noShow, lostExtension, lostClaim, renewedCut
    }

    mutating func check(_ sight: Sight, _ known: Knowledge) -> String? {
        for case .keep(let records, .durable) in sight.effects {
            // What a full card could not keep comes later, a refused press among it.
            let press = records.firstPress.flatMap { $0.outcome == .refused ? nil : $0 }
            for case .outbox(let entry) in records where !entry.state.isFinal {
                let isNew = licences[entry.number] == nil
                let unasked = take(entry, press, sight, known)
                if let fault = unasked ?? (isNew ? returned(entry, records, known) : nil) {
                    return "entry \(entry.number) on \(entry.write.bookingID): \(fault)"
                }
            }
        }
        return nil
    }

    /// Numbers that never came to be on the card are given anew.
    mutating func restart(_ lastStored: Int64) {
        licences = licences.filter { $0.key <= lastStored }
    }

    private mutating func take(
        _ entry: OutboxEntry, _ press: Press?, _ sight: Sight, _ known: Knowledge
    ) -> String? {
        guard licences[entry.number] == nil || press != nil else { return nil }
        let isOurs = entry.write.bookingID.text.hasPrefix("domovoy-")
        switch entry.write {
        case .mark: return nil
        case .create, .withdraw:
            return isOurs ? nil : "\(entry.write.operation.rawValue) of somebody else's booking"
        case .changeEnd(let id, _, let end):
            guard let licence = licence(entry.cause, id, press, sight, known) else {
                return isOurs ? nil : "changed unasked"
            }
            if [.press(.extended), .press(.undone), .lostClaim].contains(licence) {
                promised[id] = max(promised[id] ?? end, end)
            }
            licences[entry.number] = licence
            return nil
        }
    }

    /// Time is given back only where the door has taken it: with any other end people have changed the booking since.
    private func returned(
        _ entry: OutboxEntry, _ records: [Record], _ known: Knowledge
    ) -> String? {
        guard entry.cause == .undo, entry.state == .queued, entry.attempts == 0,
            case .changeEnd(let id, let from, _) = entry.write,
            let endedAt = known.sittings[id]?.endedAt, !from.isSameEnd(as: endedAt)
        else { return nil }
        // Merged with what was never sent, it leads from where that began.
        let isMerged = records.contains { record in
            guard case .outbox(let other) = record else { return false }
            return other.state == .superseded && other.write.bookingID == id
        }
        return isMerged ? nil : "time is given back, and it ends at \(from) by now"
    }

    private func licence(
        _ cause: OutboxEntry.Cause, _ id: BookingID, _ press: Press?, _ sight: Sight,
        _ known: Knowledge
    ) -> Licence? {
        if let press { return .press(press.outcome) }
        if cause == .renewal, known.isGivenUp(id) { return .renewedCut }
        // What a press had added before, and it has again, is the press's.
        if cause == .undo || cause.isOfPeople, known.isGivenUp(id) { return .lostClaim }
        for case .note(let notice) in sight.effects {
            switch notice {
            case .verdict(let verdict)
            where verdict.booking == id && verdict.kind == .noShow
                && [sight.policy, sight.policyBefore].contains { $0?.onNoShow == .end }:
                return .noShow
            case .slotLost(id, _): return .lostExtension
            default: break
            }
        }
        return nil
    }
}
