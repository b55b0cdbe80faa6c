/// How far the requests on one connection have come, and whether its client is waited for.
///
/// It is from the opening on until the first request is here, from the end of the last answer on until the next one is,
/// and while a body is on its way; and it is not while the panel answers.
struct RequestProgress: Hashable, Sendable {
    /// What becomes of the waiting for the client.
    enum Wait: Hashable, Sendable {
        /// It begins, anew if it was under way.
        case begins
        /// It goes on, or there is none.
        case goesOn
        /// It is over.
        case isOver
    }

    private var answersOwed = 0
    private var isBodyOpen = false

    /// The head of a request is here.
    mutating func takeHead() -> Wait {
        answersOwed += 1
        isBodyOpen = true
        return .begins
    }

    /// All of a request is here; it may have been answered before.
    mutating func takeEnd() -> Wait {
        isBodyOpen = false
        return answersOwed == 0 ? .begins : .isOver
    }

    /// An answer was written to its end; one to what was no request is owed to nobody.
    mutating func finishAnswer() -> Wait {
        answersOwed = max(0, answersOwed - 1)
        return answersOwed == 0 && !isBodyOpen ? .begins : .goesOn
    }
}
