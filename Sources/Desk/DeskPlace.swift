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
    /// `/desk/verdicts.json`
    case verdicts
    /// `/desk/story.json`
    case story
    /// `/desk/sensors.json`
    case sensors
    /// `/desk/sensors.svg`
    case chart
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
            case "/desk/verdicts.json": self = .verdicts
            case "/desk/story.json": self = .story
            case "/desk/sensors.json": self = .sensors
            case "/desk/sensors.svg": self = .chart
            case let path where Self.namesVerdict(path): self = .asset(.story)
            case "/desk/reports": self = .reports
            default: return nil
            }
        }
    }

    /// `/desk/verdicts/NUMBER`; whether there is such a verdict, only those may know who are signed in.
    private static func namesVerdict(_ path: String) -> Bool {
        let prefix = "/desk/verdicts/"
        return path.hasPrefix(prefix) && Int64(path.dropFirst(prefix.count)).map { $0 > 0 } ?? false
    }

    /// What may be done there.
    var methods: [HTTPRequest.Method] {
        switch self {
        case .asset, .verdicts, .story, .sensors, .chart, .reports: [.get, .head]
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
    /// What pages with rows share.
    case pagesScript = "/desk/desk-pages.js"
    /// The log.
    case log = "/desk/log"
    /// The log's life.
    case logScript = "/desk/desk-log.js"
    /// The verdicts.
    case verdicts = "/desk/verdicts"
    /// The verdicts' life.
    case verdictsScript = "/desk/desk-verdicts.js"
    /// What came of one booking.
    case story = "/desk/story"
    /// Its life.
    case storyScript = "/desk/desk-story.js"
    /// The sensors.
    case sensors = "/desk/sensors"
    /// The sensors' life.
    case sensorsScript = "/desk/desk-sensors.js"
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
        case .pagesScript: PackageResources.desk_pages_js
        case .verdicts: PackageResources.desk_verdicts_html
        case .verdictsScript: PackageResources.desk_verdicts_js
        case .story: PackageResources.desk_story_html
        case .storyScript: PackageResources.desk_story_js
        case .sensors: PackageResources.desk_sensors_html
        case .sensorsScript: PackageResources.desk_sensors_js
        case .reportsScript: PackageResources.desk_reports_js
        }
    }

    private var mediaType: String {
        switch self {
        case .page, .log, .verdicts, .story, .sensors: "text/html; charset=utf-8"
        case .style: "text/css; charset=utf-8"
        default: "text/javascript; charset=utf-8"
        }
    }

    /// The bytes.
    var response: Response {
        Response(
            status: .ok, headers: [.contentType: mediaType, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
