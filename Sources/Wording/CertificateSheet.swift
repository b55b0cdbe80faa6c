/// A certificate in words: its facts in the order in which they are read, however they are laid out.
public struct CertificateSheet: Hashable, Sendable {
    /// A table.
    public struct Section: Hashable, Sendable {
        /// What it is about.
        public var heading: String
        /// The names of its columns.
        public var columns: [String]
        /// Its rows, each with a cell for every column; a cell may have several lines.
        public var rows: [[[String]]]
        /// The column whose cells have several lines, where there is one.
        public var detail: Int?

        init(
            _ heading: String, _ columns: [String], _ rows: [[[String]]], detail: Int? = nil
        ) {
            self.heading = heading
            self.columns = columns
            self.rows = rows
            self.detail = detail
        }
    }

    /// A fact with its name.
    public struct Fact: Hashable, Sendable {
        /// What it is.
        public var name: String
        /// How it stands.
        public var value: String

        init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The language it is in.
    public var language: Language
    /// What it is, and of which room.
    public var title: String
    /// What all of it says about the panel.
    public var outcome: String
    /// Who, when, and which panel.
    public var facts: [Fact]
    /// What stands over ``advice``.
    public var adviceHeading: String
    /// What is to be done; a sentence each.
    public var advice: [String]
    /// Results, lines and settings.
    public var sections: [Section]
}
