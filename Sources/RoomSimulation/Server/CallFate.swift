import RoomCore

/// What becomes of one call to the server.
struct CallFate {
    /// How the call fails before it has any effect; nil if it does not.
    var failure: ServerFailure?
    /// Whether the call takes effect and its answer is lost.
    var losesAnswer = false
    /// Whether something on the way says instead that the server has failed, as a proxy does.
    var isBlamed = false
    var answersTwice = false
    var isOld = false
    var isShuffled = false
    /// From the call to the server, and from the server back.
    var there: Int64
    var back: Int64

    /// After this long the panel gives a call up.
    static let deadline = 20 * Int64.second
    /// The last faults whose consequences are waits that the server asked for lie this long before the calm.
    static let longestWait = 65 * Int64.minute

    var isFault: Bool {
        failure != nil || losesAnswer || answersTwice || isOld || isShuffled || back > 2 * .second
    }

    /// Draws the fate of a call.
    ///
    /// - Parameter key: what tells this call from all others: its moment and its panel.
    static func draw(
        _ calls: CallFaults, _ dice: Dice, key: Int64, isRead: Bool, untilCalm: Int64
    ) -> CallFate {
        let other: Int64 = isRead ? 1 : 2
        let there = dice.number(in: 5_000...60_000, .latency, key, other)
        var fate = CallFate(there: there, back: there / 2 + 3_000)
        var roll = Int(dice.roll(.call, key, other) % 1_000_000)
        func isIn(_ rate: Int) -> Bool {
            defer { roll -= rate }
            return roll >= 0 && roll < rate
        }
        if isIn(calls.late) {
            fate.back = dice.number(in: 2_000_001...18_000_000, .callKind, key, other)
        } else if isIn(calls.lostRequest) {
            fate.failure = ServerFailure(.unreachable, "no answer in time")
            fate.back = deadline - fate.there
        } else if isIn(calls.lostAnswer) {
            fate.losesAnswer = true
            fate.isBlamed = !isRead && dice.roll(.callKind, key, other) % 3 == 0
            if !fate.isBlamed { fate.back = deadline - fate.there }
        } else if isIn(calls.twice) {
            fate.answersTwice = true
        } else if isIn(calls.failed) {
            fate.failure = passing(dice.roll(.callKind, key, other), untilCalm)
        } else if isIn(calls.refused), !isRead {
            fate.failure = ServerFailure(.refused, "refused for good")
        } else if isIn(calls.limited), untilCalm > longestWait {
            let wait = dice.number(in: 1...3_600, .callKind, key, other)
            fate.failure = ServerFailure(.limit, "too many", retryAfter: .seconds(wait))
        } else if isIn(calls.oldReading), isRead {
            fate.isOld = true
        } else if isIn(calls.shuffled), isRead {
            fate.isShuffled = true
        }
        return fate
    }

    private static func passing(_ roll: UInt64, _ untilCalm: Int64) -> ServerFailure {
        var kinds: [ServerFailure.Kind] = [
            .unreachable, .offline, .server, .malformed, .configuration, .limit,
        ]
        if untilCalm > longestWait { kinds.append(.authentication) }
        return ServerFailure(kinds[Int(roll % UInt64(kinds.count))], "failed")
    }
}
