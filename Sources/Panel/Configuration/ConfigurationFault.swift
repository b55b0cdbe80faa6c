import HTTPExchange

/// One thing that is wrong in a configuration file.
public struct ConfigurationFault: Hashable, Sendable, CustomStringConvertible {
    /// Where: the path of the key, such as `gpio.sensors[0].hold`; empty for the file as a whole.
    public var path: String
    /// On which line of the file, counted from 1; nil where there is none to point at.
    public var line: Int?
    /// What stands there, at most 80 characters of it; nil where something is missing, or what stands there is a secret.
    public var value: String?
    /// What is wrong, and what is allowed.
    public var problem: String

    /// Makes a fault.
    public init(path: String, line: Int? = nil, value: String? = nil, problem: String) {
        self.path = path
        self.line = line
        self.value = value.flatMap { SecretPath.isTelling($0) ? nil : String($0.prefix(80)) }
        self.problem = problem
    }

    /// All of it on one line: `line 14: gpio.sensors[0].hold: "10x": allowed is ...`.
    public var description: String {
        let place = line.map { "line \($0): " } ?? ""
        let key = path.isEmpty ? "" : "\(path): "
        let found = value.map { "\"\($0)\": " } ?? ""
        return (place + key + found + problem).oneLine(1_024)
    }
}

/// All that is wrong in a configuration file, at once.
public struct ConfigurationError: Error, CustomStringConvertible {
    /// The file.
    public var file: String
    /// What is wrong, in the order of the file; never empty.
    public var faults: [ConfigurationFault]

    /// Makes an error.
    public init(file: String, faults: [ConfigurationFault]) {
        self.file = file
        self.faults = faults
    }

    /// One line for each fault, each with the file's name.
    public var description: String {
        faults.map { "\(file): \($0)" }.joined(separator: "\n")
    }
}
