import JSONText
import Synchronization

/// `batch`: up to 50 commands in order, with references to the results before.
struct Batch {
    let engine: PortalEngine
    let caller: Caller
    /// A fault that strikes some of the commands.
    var fault: Fault?
    private static let greatestLength = 50

    private struct Answers {
        var result = JSON.Members()
        var error = JSON.Members()
        var total = JSON.Members()
        var next = JSON.Members()
        var time = JSON.Members()
    }

    /// Runs the commands and gathers the five maps.
    func run(_ arguments: JSON.Members) async throws -> JSON {
        let commands = try Self.commands(arguments)
        let isHalting = ["1", "Y", "true"].contains(Self.word(arguments["halt"]))
        var answers = Answers()
        for (index, command) in commands.enumerated() {
            do {
                guard index < Self.greatestLength else { throw RESTError.batchLength }
                try await run(command.name, command.text, &answers)
            } catch let error as RESTError {
                answers.error.append(command.name, document(error))
                if isHalting { break }
            }
        }
        return [
            "result": .phpArray(answers.result), "result_error": .phpArray(answers.error),
            "result_total": .phpArray(answers.total), "result_next": .phpArray(answers.next),
            "result_time": .phpArray(answers.time),
        ]
    }

    private func run(_ name: String, _ text: String, _ answers: inout Answers) async throws {
        let command = Command(text)
        guard command.method != "batch" else { throw RESTError.nestedBatch }
        if let fault, fault.fits([command.method]) { throw fault.error }
        let mode = engine.state.withLock { $0.switches.scalarReference }
        let references = References(results: answers.result, scalars: mode)
        let arguments = references.resolve(.object(command.arguments)).members ?? JSON.Members()
        let start = engine.seconds
        let (outcome, work) = try await engine.call(command.method, arguments, caller)
        answers.result.append(name, outcome.result)
        if let total = outcome.total { answers.total.append(name, .int(total)) }
        if let next = outcome.next { answers.next.append(name, .int(next)) }
        answers.time.append(name, engine.time(since: start, work))
    }

    /// A missing scope comes without a text here.
    private func document(_ error: RESTError) -> JSON {
        guard error.code == .word("insufficient_scope") else { return engine.document(error) }
        return ["error": "insufficient_scope", "error_description": ""]
    }

    private static func word(_ json: JSON?) -> String {
        json == true ? "1" : json?.looseString ?? ""
    }

    /// The commands in order, with their keys.
    static func commands(
        _ arguments: JSON.Members
    ) throws(RESTError) -> [(name: String, text: String)] {
        var commands: [(String, String)] = []
        let members: [JSON.Members.Member]
        switch arguments["cmd"] {
        case .object(let map): members = map.all
        case .array(let list):
            members = list.enumerated().map { .init(name: String($0.offset), value: $0.element) }
        default: throw .system(400, "ERROR_ARGUMENT", "Argument 'cmd' is null or empty")
        }
        for member in members {
            guard let text = member.value.string else {
                throw .system(400, "ERROR_ARGUMENT", "Argument 'cmd' has a command that is no text")
            }
            commands.append((member.name, text))
        }
        return commands
    }
}

/// One command of a batch: `method?query`.
struct Command: Hashable, Sendable {
    let method: String
    let arguments: JSON.Members

    init(_ text: String) {
        let halves = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        method = String(halves.first ?? "")
        arguments = halves.count == 2 ? FormText.members(halves[1]) : JSON.Members()
    }
}

/// `$result[id][field][0]` in the parameters of a command.
struct References {
    let results: JSON.Members
    let scalars: PortalSwitches.ScalarReference

    /// Puts results in place of references, at every depth.
    func resolve(_ json: JSON) -> JSON {
        switch json {
        case .string(let text): return resolve(text)
        case .array(let list): return .array(list.map(resolve))
        case .object(let members):
            var resolved = JSON.Members()
            for member in members.all { resolved.append(member.name, resolve(member.value)) }
            return .object(resolved)
        default: return json
        }
    }

    /// A text that is one reference becomes the value itself; within a text it becomes a part of it.
    private func resolve(_ text: String) -> JSON {
        var rest = text[...]
        var resolved = ""
        while let range = rest.firstRange(of: "$result[") {
            resolved += rest[..<range.lowerBound]
            let (path, end) = Self.path(rest[range.lowerBound...].dropFirst("$result".count))
            let value = value(at: path)
            if resolved.isEmpty && end == text.endIndex && range.lowerBound == text.startIndex {
                return value
            }
            resolved += value.looseString ?? ""
            rest = rest[end...]
        }
        return .string(resolved + rest)
    }

    private static func path(_ text: Substring) -> (path: [String], end: String.Index) {
        var (path, rest): ([String], Substring) = ([], text)
        while rest.first == "[", let close = rest.firstIndex(of: "]") {
            path.append(String(rest[rest.index(after: rest.startIndex)..<close]))
            rest = rest[rest.index(after: close)...]
        }
        return (path, rest.startIndex)
    }

    private func value(at path: [String]) -> JSON {
        guard let first = path.first, var value = results[first] else { return "" }
        for key in path.dropFirst() {
            guard let next = value[key] ?? Int(key).flatMap({ value[$0] }) else { return "" }
            value = next
        }
        if path.count == 1, value.looseString != nil, scalars == .empty { return "" }
        return value
    }
}
