import PanelWeb

/// A piece of a page that is made here: HTML, with SVG in it.
///
/// The names of elements and attributes stand in the program. Whatever else gets in, as text or as the value of an
/// attribute, is escaped by ``PanelWeb/HTMLText``: no title can become an element.
struct Markup {
    /// The bytes, fit for a page.
    let text: String

    private static let withoutEnd: Set<String> = ["meta", "link", "input"]

    /// Makes an element.
    init(
        _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:],
        _ children: [Markup] = []
    ) {
        let named = attributes.map { " \($0.key)=\"\(HTMLText.escaped($0.value))\"" }
        let end = Self.withoutEnd.contains("\(name)") ? "" : "</\(name)>"
        text = "<\(name)\(named.joined())>" + children.map(\.text).joined() + end
    }

    /// Makes an element with nothing but text in it.
    init(
        _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:],
        text: String
    ) {
        self.init(name, attributes, [Markup(text: text)])
    }

    /// Makes text.
    init(text: String) { self.text = HTMLText.escaped(text) }
}
