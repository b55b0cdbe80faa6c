package import Wording

/// A certificate as a page of HTML, to be read on a screen or on paper.
package struct CertificatePage: Sendable {
    /// Where the page is read.
    package enum Place: Hashable, Sendable {
        /// On the panel: its looks are another place of the panel's.
        case panel
        /// Anywhere, as a file that needs nothing else.
        case file
    }

    private let book: Phrasebook
    private let sheet: CertificateSheet?

    /// Makes a page.
    ///
    /// - Parameter sheet: the certificate in the words of `book`; nil if there is none.
    package init(_ book: Phrasebook, _ sheet: CertificateSheet?) {
        self.book = book
        self.sheet = sheet
    }

    /// The text of the page.
    package func html(for place: Place) -> String {
        let title = sheet?.title ?? book.commissioning
        return """
            <!doctype html>
            <html lang="\(book.language.rawValue)">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light">
            \(HTMLText.tag("title", title))
            \(style(for: place))
            </head>
            <body>
            \(navigation(for: place))<main>
            \(HTMLText.tag("h1", title))
            \(sheet.map(content) ?? nothing)
            </main>
            </body>
            </html>

            """
    }

    private func style(for place: Place) -> String {
        switch place {
        case .panel:
            """
            <link rel="icon" href="/panel.svg" type="image/svg+xml">
            <link rel="stylesheet" href="\(Asset.commissionStyle.rawValue)">
            """
        case .file:
            "<style>\n"
                + String(decoding: PackageResources.panel_commission_css, as: UTF8.self)
                + "</style>"
        }
    }

    private func navigation(for place: Place) -> String {
        guard place == .panel else { return "" }
        return "<nav><a href=\"/\">\(HTMLText.escaped(book.backToTheDoor))</a></nav>\n"
    }

    private var nothing: String {
        "<p>\(HTMLText.escaped(book.notCommissioned)) <code>domovoy commission</code></p>"
    }

    private func content(_ sheet: CertificateSheet) -> String {
        let facts = sheet.facts.map { HTMLText.tag("dt", $0.name) + HTMLText.tag("dd", $0.value) }
        var parts = [
            "<p><strong>\(HTMLText.escaped(sheet.outcome))</strong></p>",
            "<dl>\n\(facts.joined(separator: "\n"))\n</dl>",
        ]
        if !sheet.advice.isEmpty {
            let items = sheet.advice.map { HTMLText.tag("li", $0) }
            parts.append(HTMLText.tag("h2", sheet.adviceHeading))
            parts.append("<ul>\n\(items.joined(separator: "\n"))\n</ul>")
        }
        return (parts + sheet.sections.map(section)).joined(separator: "\n")
    }

    private func section(_ section: CertificateSheet.Section) -> String {
        let columns = section.columns.map { "<th scope=\"col\">\(HTMLText.escaped($0))</th>" }
        let rows = section.rows.map { row in
            let cells = row.map { lines in
                "<td>\(lines.map(HTMLText.escaped).joined(separator: "<br>"))</td>"
            }
            return "<tr>\(cells.joined())</tr>"
        }
        return """
            <section>
            \(HTMLText.tag("h2", section.heading))
            <table>
            <thead><tr>\(columns.joined())</tr></thead>
            <tbody>
            \(rows.joined(separator: "\n"))
            </tbody>
            </table>
            </section>
            """
    }
}
