import Yams

/// One mapping of the file: reads its keys, one after the other, and reports what is wrong instead of throwing.
///
/// Reading goes on with the default after a fault, so that all faults come to light at once. Call ``finish()`` at the
/// end: whatever was not asked for by then is an unknown key.
struct ConfigurationSection {
    let path: String
    let isPresent: Bool
    private let line: Int?
    private let entries: [(key: String, node: Node)]
    private let nodes: [String: Node]
    private let faults: FaultCollector
    private var asked: [String] = []
    private var refused: [String] = []

    init(_ node: Node?, path: String, faults: FaultCollector) {
        self.path = path
        self.faults = faults
        line = node?.mark?.line
        isPresent = node?.mapping != nil
        entries =
            node?.mapping?.map { (key: $0.key.string ?? "", node: $0.value) } ?? []
        nodes = Dictionary(entries.map { ($0.key, $0.node) }) { first, _ in first }
        if let node, node.mapping == nil, node.null == nil {
            report(node: node, path: path, "expected a mapping of keys to values")
        }
    }

    // MARK: Values

    /// - Parameter isSecret: whether what stands there may hold a secret, and is not shown.
    mutating func text(
        _ key: String, default fallback: String? = nil, allowed: String, isSecret: Bool = false,
        where isAllowed: (String) -> Bool = { !$0.isEmpty && $0.utf8.count <= 256 }
    ) -> String {
        value(key, default: fallback, allowed: allowed, isSecret: isSecret) { node in
            node.string.flatMap { isAllowed($0) ? $0 : nil }
        } ?? ""
    }

    /// Names a key that may stand there and need not.
    mutating func expect(_ key: String) {
        asked.append(key)
    }

    mutating func optionalText(_ key: String, allowed: String) -> String? {
        guard has(key) else { return nil }
        return text(key, allowed: allowed)
    }

    mutating func flag(_ key: String, default fallback: Bool) -> Bool {
        value(key, default: fallback, allowed: "true or false") { $0.bool } ?? fallback
    }

    mutating func integer(_ key: String, default fallback: Int, in range: ClosedRange<Int>) -> Int {
        let allowed = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        return value(key, default: fallback, allowed: allowed) { node in
            node.int.flatMap { range.contains($0) ? $0 : nil }
        } ?? fallback
    }

    mutating func duration(
        _ key: String, default fallback: Duration, in range: ClosedRange<Duration>
    ) -> Duration {
        let lowest = DurationText.format(range.lowerBound)
        let highest = DurationText.format(range.upperBound)
        let allowed = "a duration such as 30ms, 5s, 10m or 4h, from \(lowest) to \(highest)"
        return value(key, default: fallback, allowed: allowed) { node in
            node.string.flatMap(DurationText.parse).flatMap { range.contains($0) ? $0 : nil }
        } ?? fallback
    }

    /// Where `true` and `false` are among the choices, every word goes that YAML has for them.
    mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ key: String, default fallback: Choice
    ) -> Choice where Choice.RawValue == String {
        let names = Choice.allCases.map { String($0.rawValue) }.joined(separator: ", ")
        return value(key, default: fallback, allowed: "one of \(names)") { node in
            node.string.flatMap(Choice.init(rawValue:))
                ?? node.bool.flatMap { Choice(rawValue: $0 ? "true" : "false") }
        } ?? fallback
    }

    // MARK: Deeper

    mutating func section(_ key: String) -> ConfigurationSection {
        asked.append(key)
        return ConfigurationSection(node(key), path: join(key), faults: faults)
    }

    mutating func list(_ key: String, greatestCount: Int) -> [ConfigurationSection] {
        asked.append(key)
        guard let node = node(key), node.null == nil else { return [] }
        guard let sequence = node.sequence, sequence.count <= greatestCount else {
            report(
                node: node, path: join(key), "expected a list of at most \(greatestCount) entries")
            return []
        }
        return sequence.enumerated().map {
            ConfigurationSection($1, path: "\(join(key))[\($0)]", faults: faults)
        }
    }

    /// A list of whole numbers from 1 on; empty if it does not stand there.
    mutating func numbers(_ key: String, greatestCount: Int) -> [Int64] {
        let allowed = "a list of up to \(greatestCount) numbers from 1 on"
        return value(key, default: [], allowed: allowed) { node in
            guard let entries = node.sequence, entries.count <= greatestCount else { return nil }
            let numbers = entries.compactMap { $0.string.flatMap(Int64.init) }.filter { $0 > 0 }
            return numbers.count == entries.count ? numbers : nil
        } ?? []
    }

    /// A list of texts; empty if it does not stand there.
    mutating func texts(
        _ key: String, greatestCount: Int, allowed: String, where isAllowed: (String) -> Bool
    ) -> [String] {
        value(key, default: [], allowed: allowed) { node in
            guard let entries = node.sequence, entries.count <= greatestCount else { return nil }
            let texts = entries.compactMap(\.string).filter(isAllowed)
            return texts.count == entries.count ? texts : nil
        } ?? []
    }

    /// A list of names; empty if the list is.
    mutating func choices<Choice: RawRepresentable & CaseIterable & Hashable>(
        _ key: String, default fallback: Set<Choice>
    ) -> Set<Choice> where Choice.RawValue == String {
        let names = Choice.allCases.map { String($0.rawValue) }.joined(separator: ", ")
        return value(key, default: fallback, allowed: "a list of \(names)") { node in
            guard let entries = node.sequence else { return nil }
            let choices = entries.compactMap { $0.string.flatMap(Choice.init(rawValue:)) }
            return choices.count == entries.count ? Set(choices) : nil
        } ?? fallback
    }

    func has(_ key: String) -> Bool { node(key) != nil }

    /// The keys that stand in the file.
    var keys: [String] { entries.map(\.key) }

    // MARK: Faults

    /// Reports a fault that concerns `key` as it stands, or the section if it does not stand there.
    ///
    /// - Parameter isSecret: whether what stands there may hold a secret, and is not shown.
    func report(_ key: String, _ problem: String, isSecret: Bool = false) {
        let node = node(key)
        faults.add(
            ConfigurationFault(
                path: join(key), line: node?.mark?.line ?? line,
                value: isSecret ? nil : node?.string, problem: problem))
    }

    /// Refuses keys that people try, with what to do instead; what stands there may be a secret, and is not shown.
    mutating func refuse(_ keys: [String], _ problem: String) {
        for key in keys where has(key) {
            report(key, problem, isSecret: true)
            refused.append(key)
        }
    }

    func finish() {
        let known = Set(asked + refused)
        faults.know(asked, of: path)
        for entry in entries where !known.contains(entry.key) {
            faults.add(
                ConfigurationFault(
                    path: join(String(entry.key.prefix(64))), line: entry.node.mark?.line,
                    problem: "unknown key; \(hint(entry.key))"))
        }
    }

    private func hint(_ key: String) -> String {
        if let home = home(of: key) { return home }
        let near = asked.filter { Self.isNear($0, key) }
        return near.isEmpty
            ? "allowed are \(asked.joined(separator: ", "))"
            : "did you mean \(near.joined(separator: " or "))?"
    }

    /// Where a key belongs that lost its indent: to the last part above it, if that is empty and has such a key.
    private func home(of key: String) -> String? {
        let above = entries.prefix { $0.key != key }.last { asked.contains($0.key) }
        guard let above, above.node.null != nil,
            faults.keys(of: join(above.key)).contains(key)
        else { return nil }
        return "it belongs to \(above.key): begin its line with two spaces"
    }

    private mutating func value<Value>(
        _ key: String, default fallback: Value?, allowed: String, isSecret: Bool = false,
        read: (Node) -> Value?
    ) -> Value? {
        asked.append(key)
        guard let node = node(key) else {
            if fallback == nil {
                faults.add(
                    ConfigurationFault(
                        path: join(key), line: line, problem: "is missing; allowed is \(allowed)"))
            }
            return fallback
        }
        if let value = read(node) { return value }
        report(node: node, path: join(key), "allowed is \(allowed)", isSecret: isSecret)
        return fallback
    }

    private func report(node: Node, path: String, _ problem: String, isSecret: Bool = false) {
        faults.add(
            ConfigurationFault(
                path: path, line: node.mark?.line, value: isSecret ? nil : shown(node),
                problem: problem))
    }

    /// What stands there, a list of plain values as it is written.
    private func shown(_ node: Node) -> String {
        if let text = node.string { return text }
        let entries = node.sequence?.map(\.string)
        guard let entries, !entries.contains(nil) else { return "a list or mapping" }
        return "[" + entries.compactMap(\.self).joined(separator: ", ") + "]"
    }

    private func node(_ key: String) -> Node? {
        nodes[key]
    }

    private func join(_ key: String) -> String {
        path.isEmpty ? key : "\(path).\(key)"
    }

    /// Whether one key becomes the other with two letters changed, added or left out (Levenshtein distance).
    private static func isNear(_ left: String, _ right: String) -> Bool {
        let (left, right) = (Array(left.lowercased()), Array(right.lowercased()))
        guard min(left.count, right.count) >= 3, right.count <= 64 else { return false }
        var distances = Array(0...right.count)
        for (row, letter) in left.enumerated() {
            var diagonal = distances[0]
            distances[0] = row + 1
            for (column, other) in right.enumerated() {
                let changed = diagonal + (letter == other ? 0 : 1)
                diagonal = distances[column + 1]
                distances[column + 1] = min(changed, diagonal + 1, distances[column] + 1)
            }
        }
        return distances[right.count] <= 2
    }
}
