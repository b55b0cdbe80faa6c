/// What came of the last taps, so that one that is sent again is not done again.
struct TapMemory: Sendable {
    /// Taps that are remembered; more than can wait at the desk.
    static let capacity = 64

    private var order: [String] = []
    /// What came of each; nil while it is not decided, or not safe yet.
    private var answers: [String: Press?] = [:]

    /// Takes a tap in.
    ///
    /// - Returns: whether it is new.
    mutating func begin(_ id: String) -> Bool {
        guard answers[id] == nil else { return false }
        if order.count >= Self.capacity { forgetOldest() }
        order.append(id)
        answers.updateValue(nil, forKey: id)
        return true
    }

    mutating func settle(_ id: String, as press: Press) {
        assert(answers[id] != nil, "only a tap that was taken in comes to something")
        answers.updateValue(press, forKey: id)
    }

    /// What came of a tap; nil if it is not known, or not decided.
    func answer(to id: String) -> Press? {
        answers[id].flatMap { $0 }
    }

    /// The oldest that was answered gives way: whoever asks for another one still waits.
    private mutating func forgetOldest() {
        let index = order.firstIndex { answer(to: $0) != nil } ?? 0
        let oldest = order.remove(at: index)
        answers.removeValue(forKey: oldest)
    }
}
