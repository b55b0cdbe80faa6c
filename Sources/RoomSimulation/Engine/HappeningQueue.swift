/// What happens in the world by itself, in the order of time; what is planned for one moment keeps its order.
struct HappeningQueue {
    private struct Item {
        var at: Moment
        var number: Int64
        var happening: Happening

        func comes(before other: Item) -> Bool {
            at != other.at ? at < other.at : number < other.number
        }
    }

    private var items: [Item] = []
    private var lastNumber: Int64 = 0

    /// When the next one is due; nil if none is planned.
    var nextAt: Moment? { items.first?.at }

    mutating func plan(_ happening: Happening, at moment: Moment) {
        lastNumber += 1
        let item = Item(at: moment, number: lastNumber, happening: happening)
        items.append(item)
        var hole = items.count - 1
        while hole > 0 {
            let parent = (hole - 1) / 2
            guard item.comes(before: items[parent]) else { break }
            items[hole] = items[parent]
            hole = parent
        }
        items[hole] = item
    }

    /// The next one, if it is due by then.
    mutating func next(by moment: Moment) -> Happening? {
        guard let first = items.first, first.at <= moment, let last = items.popLast() else {
            return nil
        }
        guard !items.isEmpty else { return first.happening }
        sink(last)
        return first.happening
    }

    /// Finds the place of an item that starts at the top.
    private mutating func sink(_ item: Item) {
        var hole = 0
        while 2 * hole + 1 < items.count {
            var least = 2 * hole + 1
            if least + 1 < items.count, items[least + 1].comes(before: items[least]) { least += 1 }
            guard items[least].comes(before: item) else { break }
            items[hole] = items[least]
            hole = least
        }
        items[hole] = item
    }
}

/// One thing that happens by itself.
///
/// `run` tells which start of a panel's process planned it: what an earlier one planned is lost with it.
enum Happening: Sendable {
    case deed(act: Int, step: Int)
    case misfortune(Int)
    case misfortuneEnds(Int)
    case movement(person: Int, turn: Int)
    case lineFalls(panel: Int, sensor: Int, turn: Int)
    case radarTurns(panel: Int, sensor: Int, turn: Int)
    case chatter(panel: Int, sensor: Int, turn: Int)
    case buttonReleased(panel: Int)
    case powerReturns(panel: Int)
    case starts(panel: Int, run: Int)
    case synchronises(panel: Int, run: Int)
    case clockWatch(panel: Int, run: Int)
    case poll(panel: Int, run: Int, turn: Int)
    case readReachesServer(panel: Int, run: Int)
    case readAnswered(panel: Int, run: Int)
    case writeReachesServer(panel: Int, run: Int)
    case writeAnswered(panel: Int, run: Int, again: Bool)
    case committed(panel: Int, run: Int)
    case flush(panel: Int, run: Int)
    case lamps(panel: Int, run: Int)
    case overflowed(panel: Int, run: Int)
    case journalTried(panel: Int, run: Int)
    case messageReaches(panel: Int, run: Int)
    case messageAnswered(panel: Int, run: Int)
    case messageDue(panel: Int, run: Int)
    case newDay
    case agreement
}
