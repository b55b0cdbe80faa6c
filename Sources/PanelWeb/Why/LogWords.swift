package import RoomCore
package import Wording

/// Says what a press, a write or a message of the log was.
package struct LogWords {
    private let book: Phrasebook
    private let time: (WallTime) -> String

    /// Prepares to say it.
    ///
    /// - Parameters:
    ///   - book: says it in its language.
    ///   - time: shows an instant as people at the door read it.
    package init(book: Phrasebook, time: @escaping (WallTime) -> String) {
        self.book = book
        self.time = time
    }

    /// One line; nil for edges, presence and notes, and where the panel is of a version that says more.
    package func text(_ row: LogRow) -> String? {
        switch row.kind {
        case .press: press(row)
        case .write: write(row)
        case .message: message(row)
        case .edge, .presence, .note: nil
        }
    }

    /// Why it failed; nil where nothing failed, or what had failed was done later.
    package func failure(_ row: LogRow) -> String? {
        row.result == OutboxEntry.State.acknowledged.rawValue ? nil : row.error
    }

    private func press(_ row: LogRow) -> String? {
        guard let wish = Press.Wish(rawValue: row.value), let outcome = row.outcome else {
            return nil
        }
        return book.press(wish, outcome, row.refusal)
    }

    private func write(_ row: LogRow) -> String? {
        guard let operation = ServerOperation(rawValue: row.value),
            let state = row.result.flatMap({ OutboxEntry.State(rawValue: $0) })
        else { return nil }
        let what = book.write(
            operation, oldEnd: row.oldEnd.map { time($0.wall) },
            newEnd: row.newEnd.map { time($0.wall) }, mark: row.mark)
        return [what, row.cause.map(book.cause), book.state(state)].compactMap { $0 }
            .joined(separator: ", ")
    }

    private func message(_ row: LogRow) -> String? {
        guard let kind = Message.Kind(rawValue: row.value),
            let result = row.result.flatMap({ MessageRecord.Result(rawValue: $0) })
        else { return nil }
        return book.message(kind, result)
    }
}
