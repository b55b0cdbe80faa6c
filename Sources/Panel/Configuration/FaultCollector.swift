import Synchronization

/// Gathers the faults of one file while it is read: so many, and how many more there are.
final class FaultCollector: Sendable {
    static let greatestCount = 100
    private struct Gathered {
        var faults: [ConfigurationFault] = []
        var omitted = 0
    }
    private let gathered = Mutex(Gathered())
    private let known = Mutex<[String: [String]]>([:])

    /// Takes a fault; what it says is only worked out while there is room for it.
    func add(_ fault: @autoclosure () -> ConfigurationFault) {
        gathered.withLock { gathered in
            if gathered.faults.count < Self.greatestCount {
                gathered.faults.append(fault())
            } else {
                gathered.omitted += 1
            }
        }
    }

    /// Takes note of the keys that the part at `path` may have.
    func know(_ keys: [String], of path: String) {
        known.withLock { $0[path] = keys }
    }

    func keys(of path: String) -> [String] { known.withLock { $0[path] ?? [] } }

    /// The faults in the order of the file; the last one tells how many are left out.
    var faults: [ConfigurationFault] {
        let gathered = gathered.withLock { $0 }
        let told = gathered.faults.sorted { ($0.line ?? .max) < ($1.line ?? .max) }
        guard gathered.omitted > 0 else { return told }
        let rest = "\(gathered.omitted) more faults are not shown"
        return told + [ConfigurationFault(path: "", problem: rest)]
    }
}
