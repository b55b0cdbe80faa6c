import HTTPTypes
import HummingbirdCore
import NIOCore

/// A part of the page; its bytes lie inside the program.
enum Asset: String, CaseIterable, Sendable {
    /// The page itself.
    case page = "/"
    /// Its looks.
    case style = "/portal.css"
    /// Its life.
    case script = "/portal.js"
    /// Part of the script: requests.
    case wireScript = "/wire.js"
    /// Part of the script: calendars as columns of a day.
    case calendarsScript = "/calendars.js"
    /// Part of the script: adding, moving and deleting.
    case dialogScript = "/dialog.js"

    private var bytes: [UInt8] {
        switch self {
        case .page: PackageResources.page_html
        case .style: PackageResources.portal_css
        case .script: PackageResources.portal_js
        case .wireScript: PackageResources.wire_js
        case .calendarsScript: PackageResources.calendars_js
        case .dialogScript: PackageResources.dialog_js
        }
    }

    private var mediaType: String {
        switch self {
        case .page: "text/html; charset=utf-8"
        case .style: "text/css; charset=utf-8"
        default: "text/javascript; charset=utf-8"
        }
    }

    /// The bytes, with what keeps injected text from doing harm.
    var response: Response {
        Response(
            status: .ok,
            headers: [
                .contentType: mediaType, .cacheControl: "no-cache", .xContentTypeOptions: "nosniff",
                .contentSecurityPolicy: "default-src 'none'; script-src 'self'; style-src 'self'; "
                    + "connect-src 'self'; base-uri 'none'; form-action 'none'; "
                    + "frame-ancestors 'none'",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
