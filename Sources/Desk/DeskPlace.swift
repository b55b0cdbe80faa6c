import HTTPTypes
import HummingbirdCore
import NIOCore

/// A place of the desk.
enum DeskPlace: Hashable, Sendable {
    /// A page or a part of one; nothing in it is secret.
    case asset(DeskAsset)
    /// `/desk/session`
    case session
    /// `/desk/notes`
    case notes
    /// `/desk/reports`
    case reports

    /// The place with this path; nil if there is none.
    init?(path: String) {
        if let asset = DeskAsset(rawValue: path) {
            self = .asset(asset)
        } else {
            switch path {
            case "/desk/session": self = .session
            case "/desk/notes": self = .notes
            case "/desk/reports": self = .reports
            default: return nil
            }
        }
    }

    /// What may be done there.
    var methods: [HTTPRequest.Method] {
        switch self {
        case .asset, .reports: [.get, .head]
        case .session: [.get, .head, .post, .delete]
        case .notes: [.post]
        }
    }
}

/// A part of the desk's pages; its bytes lie inside the program.
enum DeskAsset: String, CaseIterable, Hashable, Sendable {
    /// The desk.
    case page = "/desk"
    /// Its looks.
    case style = "/desk/desk.css"
    /// Its life.
    case script = "/desk/desk.js"
    /// What the scripts share.
    case commonScript = "/desk/desk-common.js"
    /// The log.
    case log = "/desk/log"
    /// The log's life.
    case logScript = "/desk/desk-log.js"
    /// The life of the page of reports.
    case reportsScript = "/desk/desk-reports.js"

    private var bytes: [UInt8] {
        switch self {
        case .page: PackageResources.desk_html
        case .style: PackageResources.desk_css
        case .script: PackageResources.desk_js
        case .commonScript: PackageResources.desk_common_js
        case .log: PackageResources.desk_log_html
        case .logScript: PackageResources.desk_log_js
        case .reportsScript: PackageResources.desk_reports_js
        }
    }

    private var mediaType: String {
        switch self {
        case .page, .log: "text/html; charset=utf-8"
        case .style: "text/css; charset=utf-8"
        case .script, .commonScript, .logScript, .reportsScript: "text/javascript; charset=utf-8"
        }
    }

    /// The bytes.
    var response: Response {
        Response(
            status: .ok, headers: [.contentType: mediaType, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
