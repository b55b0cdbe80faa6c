import RoomCore

/// What was decided to be told is told, in order and once, or given up by the rules (``RoomCore/MessageBox``).
struct MessagesAreSent {
    static let name = "messages-are-sent"

    private struct Waiting {
        var message: Message
        var madeAt: Uptime
        var tries = 0
    }

    private var waiting: [Waiting] = []
    private var notBefore: Uptime?

    // MARK: Facts

    mutating func add(_ messages: [Message], at now: Uptime) {
        for message in messages {
            waiting.removeAll { $0.message.tag == message.tag }
            if waiting.count == 64 { waiting.removeFirst() }
            waiting.append(Waiting(message: message, madeAt: now))
        }
    }

    mutating func sent(_ message: Message) {
        waiting.removeAll { $0.message == message }
        notBefore = nil
    }

    mutating func failed(_ message: Message, _ failure: ServerFailure, at now: Uptime) {
        guard let index = waiting.firstIndex(where: { $0.message == message }) else { return }
        waiting[index].tries += 1
        let tries = waiting[index].tries
        if [.refused, .forbidden, .gone].contains(failure.kind) || tries == 6 {
            waiting.remove(at: index)
        } else {
            let asked = min(failure.retryAfter ?? .zero, .seconds(3_600))
            notBefore = now + max(asked, .milliseconds(2_500) * (1 << (tries - 1)))
        }
    }

    // MARK: What holds

    /// A message is sent.
    mutating func begins(_ message: Message, _ box: MessageBox, at now: Uptime) -> String? {
        waiting.removeAll { now - $0.madeAt >= .seconds(3_600) }
        guard let first = waiting.first else {
            return "sends what is old or was sent: \(message.words)"
        }
        if first.message != message {
            return "sends \(message.words) before \(first.message.words)"
        }
        if let notBefore, now < notBefore { return "sends \(notBefore - now) too early" }
        return bounds(box)
    }

    /// Nothing is sent now.
    mutating func rests(_ box: MessageBox, at now: Uptime) -> String? {
        waiting.removeAll { now - $0.madeAt >= .seconds(3_600) }
        if let fault = bounds(box) { return fault }
        guard let first = waiting.first else { return nil }
        guard let deadline = box.deadline, deadline > now else {
            return "\(first.message.words) waits for nothing"
        }
        return deadline - now > .seconds(3_600) ? "\(first.message.words) waits too long" : nil
    }

    private func bounds(_ box: MessageBox) -> String? {
        if box.count > 64 { return "\(box.count) messages wait" }
        return box.count == waiting.count
            ? nil : "\(box.count) messages wait, not \(waiting.count)"
    }
}
