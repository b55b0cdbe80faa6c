import HTTPTypes
import HummingbirdCore
import NIOCore

/// A part of the page; its bytes lie inside the program.
enum Asset: String, CaseIterable, Hashable, Sendable {
    /// The page itself.
    case page = "/"
    /// Its looks.
    case style = "/panel.css"
    /// Its life.
    case script = "/panel.js"
    /// Part of the script: the connection.
    case liveScript = "/panel-live.js"
    /// Part of the script: how sentences are made.
    case wordsScript = "/panel-words.js"
    /// Part of the script: all words of both languages.
    case textsScript = "/panel-texts.js"
    /// Part of the script: how text gets into the page.
    case domScript = "/panel-dom.js"
    /// Part of the script: bookings in full.
    case sheetScript = "/panel-sheet.js"
    /// Part of the script: word, lamps and facts.
    case doorScript = "/panel-door.js"
    /// Part of the script: the timeline.
    case dayScript = "/panel-day.js"
    /// Part of the script: the simulated lines.
    case simulatorScript = "/panel-simulator.js"
    /// Part of the script: what can be tapped.
    case actionsScript = "/panel-actions.js"
    /// The card that explains lamps and button, to be printed.
    case legend = "/legend"
    /// The card's looks.
    case legendStyle = "/panel-legend.css"
    /// The card's life.
    case legendScript = "/panel-legend.js"
    /// Part of the card's script: QR codes.
    case codeScript = "/panel-code.js"
    /// The certificate's looks.
    case commissionStyle = "/panel-commission.css"
    /// Its picture in a browser's tab.
    case icon = "/panel.svg"
    /// What programs may ask, as OpenAPI 3.1 has it.
    case apiDescription = "/api/v1/openapi.json"

    private var bytes: [UInt8] {
        switch self {
        case .page: PackageResources.page_html
        case .style: PackageResources.panel_css
        case .script: PackageResources.panel_js
        case .liveScript: PackageResources.panel_live_js
        case .wordsScript: PackageResources.panel_words_js
        case .textsScript: PackageResources.panel_texts_js
        case .domScript: PackageResources.panel_dom_js
        case .sheetScript: PackageResources.panel_sheet_js
        case .doorScript: PackageResources.panel_door_js
        case .dayScript: PackageResources.panel_day_js
        case .simulatorScript: PackageResources.panel_simulator_js
        case .actionsScript: PackageResources.panel_actions_js
        case .legend: PackageResources.legend_html
        case .legendStyle: PackageResources.panel_legend_css
        case .legendScript: PackageResources.panel_legend_js
        case .codeScript: PackageResources.panel_code_js
        case .commissionStyle: PackageResources.panel_commission_css
        case .icon: PackageResources.panel_svg
        case .apiDescription: PackageResources.openapi_json
        }
    }

    private var mediaType: String {
        switch self {
        case .page, .legend: "text/html; charset=utf-8"
        case .style, .legendStyle, .commissionStyle: "text/css; charset=utf-8"
        case .icon: "image/svg+xml"
        case .apiDescription: "application/json"
        default: "text/javascript; charset=utf-8"
        }
    }

    /// The bytes, or 304 if the reader has them.
    ///
    /// Kept by browsers, but asked for anew each time: after an update nobody sees an old page.
    func response(ifNoneMatch: String?) -> Response {
        let bytes = bytes
        let tag = EntityTag(bytes)
        var headers: HTTPFields = [.eTag: tag.description, .cacheControl: "no-cache"]
        if tag.isNamed(in: ifNoneMatch) { return Response(status: .notModified, headers: headers) }
        headers[.contentType] = mediaType
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}

extension StringProtocol where SubSequence == Substring {
    /// The text without spaces and tabs at its ends.
    var trimmed: Substring {
        let isBlank = { (character: Character) in character == " " || character == "\t" }
        let front = drop(while: isBlank)
        guard let last = front.lastIndex(where: { !isBlank($0) }) else { return "" }
        return front[...last]
    }
}
