import FoundationEssentials
import HTTPExchange

extension String {
    /// The JSON of a document as the tool prints it: keys in alphabetical order, and nothing that steers a terminal.
    init(jsonForTerminal document: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        self = Self(decoding: try encoder.encode(document), as: UTF8.self).jsonForTerminal
    }
}
