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
        items.append(Item(at: moment, number: lastNumber, happening: happening))
        var child = items.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard items[child].comes(before: items[parent]) else { break }
            items.swapAt(child, parent)
            child = parent
        }
    }

    mutating func next() -> Happening? {
        guard let first = items.first, let last = items.popLast() else { return nil }
        guard !items.isEmpty else { return first.happening }
        items[0] = last
        sink()
        return first.happening
    }

    private mutating func sink() {
        var parent = 0
        while true {
            var least = parent
            for child in (2 * parent + 1)..<(2 * parent + 3)
            where child < items.count && items[child].comes(before: items[least]) {
                least = child
            }
            if least == parent { return }
            items.swapAt(parent, least)
            parent = least
        }
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
    case newDay
    case agreement
}
