import PanelWeb
import RoomCore
import Wording

/// A certificate as it is printed or written to a file.
struct CertificateText {
    /// How wide the lines of a file are, in characters.
    static let fileWidth = 100

    private let certificate: Certificate
    private let book: Phrasebook
    private let sheet: CertificateSheet

    init(_ certificate: Certificate, _ book: Phrasebook) {
        self.certificate = certificate
        self.book = book
        let clock = RoomClock(certificate.particulars.timeZone) ?? .utc
        sheet = book.sheet(certificate) { "\(clock.text($0, on: "")) \(clock.name)" }
    }

    /// The certificate in a format.
    ///
    /// - Parameter width: how wide lines of text may be, in characters.
    /// - Throws: what the encoder throws.
    func text(_ format: CommissionTool.Format, width: Int) throws -> String {
        switch format {
        case .text: plain(width)
        case .html: CertificatePage(book, sheet).html(for: .file)
        case .json: try String(jsonForTerminal: CertificateDocument(certificate))
        }
    }

    private func plain(_ width: Int) -> String {
        let facts = sheet.facts.map { line("\($0.name): \($0.value)", width) }
        var parts = [
            line(sheet.title, width) + "\n" + line(sheet.outcome, width),
            facts.joined(separator: "\n"),
        ]
        if !sheet.advice.isEmpty {
            let advice = sheet.advice.map { line("- \($0)", width) }
            parts.append(([sheet.adviceHeading] + advice).joined(separator: "\n"))
        }
        return (parts + sheet.sections.map { section($0, width) }).joined(separator: "\n\n")
    }

    private func section(_ section: CertificateSheet.Section, _ width: Int) -> String {
        guard let detail = section.detail else {
            let rows = section.rows.map { row in row.map { $0.joined(separator: "; ") } }
            return TextTable(heading: section.heading, columns: section.columns, rows: rows)
                .text(width: width, hasColour: false)
        }
        let rows = section.rows.map { stacked($0, section.columns, detail, width) }
        return ([section.heading] + rows).joined(separator: "\n")
    }

    /// A row whose details stand below it, a line each.
    private func stacked(
        _ row: [[String]], _ columns: [String], _ detail: Int, _ width: Int
    ) -> String {
        let values = row.enumerated().filter { $0.offset != detail && !$0.element.isEmpty }
        let cells = values.map { column, lines in
            let value = lines.joined(separator: "; ")
            return column == 0 ? value : "\(columns[column]): \(value)"
        }
        let head = line("- " + cells.joined(separator: "; "), width)
        let below = row[detail].flatMap { detail in
            line(detail, width - 4).split(separator: "\n").map { "    " + $0 }
        }
        return ([head] + below).joined(separator: "\n")
    }

    private func line(_ text: String, _ width: Int) -> String {
        TextTable.paragraph(text, width: width)
    }
}
