import Logging
import PanelWeb
import RoomCore

/// Writes what happens at the door into the log: constant messages, everything else as metadata.
struct NoticeLog: Sendable {
    let logger: Logger

    func write(_ notice: Notice) {
        switch notice {
        case .availability(let availability, let booking):
            logger.info(
                "availability changed",
                metadata: [
                    "availability": "\(availability.rawValue)",
                    "booking": "\(booking?.text ?? "none")",
                ])
        case .press(let press): write(press)
        case .verdict(let verdict): write(verdict)
        case .sensor(let name, let health):
            logger.log(
                level: health == .ok || health == .warmingUp ? .info : .warning,
                "sensor health changed",
                metadata: ["sensor": "\(name)", "health": "\(health.rawValue)"])
        case .buttonStuck(let isStuck):
            logger.log(
                level: isStuck ? .warning : .info, isStuck ? "button is stuck" : "button is free")
        case .clockTrust(let isTrusted):
            logger.log(
                level: isTrusted ? .notice : .warning,
                isTrusted ? "wall clock is trusted" : "wall clock is not trusted")
        case .clockStepped(let step):
            logger.warning("wall clock jumped", metadata: ["by": "\(step)"])
        case .stale(let isStale):
            logger.log(
                level: isStale ? .warning : .notice,
                isStale ? "schedule is stale" : "schedule is fresh again")
        case .outbox(let entry): write(entry)
        case .slotLost(let booking, let winner):
            logger.warning(
                "slot went to somebody else",
                metadata: ["booking": "\(booking)", "winner": "\(winner)"])
        case .conflict(let booking, let other):
            logger.warning(
                "claimed booking could not be cut short",
                metadata: ["booking": "\(booking)", "claimed_by": "\(other)"])
        case .complaint(let line):
            logger.warning("schedule is not as it should be", metadata: ["complaint": "\(line)"])
        case .outboxFull(let write):
            logger.error(
                "outbox is full, write left out",
                metadata: [
                    "operation": "\(write.operation.rawValue)", "booking": "\(write.bookingID)",
                ])
        case .withheld(let deed): write(deed)
        }
    }

    private func write(_ deed: Withheld) {
        let told: (what: String, booking: BookingID) =
            switch deed {
            case .offer(let booking): ("offer the room", booking)
            case .release(let booking, let end): ("end at \(Timestamp(end))", booking)
            case .mark(let booking, let mark): ("mark as \(mark.rawValue)", booking)
            case .message(let kind, let booking): ("tell: \(kind.rawValue)", booking)
            }
        logger.notice(
            "only watching, nothing done",
            metadata: ["would": "\(told.what)", "booking": "\(told.booking)"])
    }

    private func write(_ press: Press) {
        var metadata: Logger.Metadata = [
            "number": "\(press.number)", "wish": "\(press.wish.rawValue)",
            "outcome": "\(press.outcome.rawValue)",
        ]
        if let refusal = press.refusal { metadata["refusal"] = "\(refusal.rawValue)" }
        if let booking = press.booking { metadata["booking"] = "\(booking)" }
        logger.info(
            press.wish.isAtDoor ? "button pressed" : "page tapped", metadata: metadata)
    }

    private func write(_ verdict: Verdict) {
        var metadata: Logger.Metadata = [
            "number": "\(verdict.number)", "booking": "\(verdict.booking)",
            "verdict": "\(verdict.kind.rawValue)",
        ]
        if let seconds = verdict.seconds { metadata["seconds"] = "\(seconds)" }
        if let reason = verdict.reason { metadata["reason"] = "\(reason.rawValue)" }
        if let doubt = verdict.evidence.atMostBecause {
            metadata["at_most_because"] = "\(doubt.rawValue)"
        }
        if let replaced = verdict.replaces { metadata["replaces"] = "\(replaced)" }
        if verdict.isShadow { metadata["shadow"] = "true" }
        logger.notice("verdict given", metadata: metadata)
    }

    private func write(_ entry: OutboxEntry) {
        var metadata: Logger.Metadata = [
            "number": "\(entry.number)", "operation": "\(entry.write.operation.rawValue)",
            "booking": "\(entry.write.bookingID)", "state": "\(entry.state.rawValue)",
            "attempts": "\(entry.attempts)",
        ]
        if let error = entry.lastError { metadata["error"] = "\(error)" }
        let level: Logger.Level =
            switch entry.state {
            case .answered, .acknowledged, .superseded, .dropped: .info
            case .queued, .sent: .warning
            case .rejected, .expired: .error
            }
        logger.log(level: level, "write to the server", metadata: metadata)
    }
}
