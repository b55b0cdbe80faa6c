import Foundation
import HTTPTypes
import HummingbirdCore
import JSONText
import NIOCore
import Synchronization

/// The page and the control path: everything outside `/rest`, for this machine only.
struct ControlPath: Sendable {
    private static let greatestBody = 1 << 20
    let engine: PortalEngine

    /// The answer to a request; errors are one line of JSON.
    func respond(to request: Request, from source: String) async -> Response {
        guard source.hasPrefix("127.") || source == "::1" else {
            return .json(["error": "only this machine may look here"], status: 403)
        }
        guard isLocal(request) else {
            return .json(
                [
                    "error": """
                    only this machine may do that, by a name of the loopback and with Content-Type: \
                    application/json
                    """
                ], status: 403)
        }
        let path = request.uri.path
        if let asset = Asset(rawValue: path), request.method == .get { return asset.response }
        do {
            return .json(try await answer(path, request))
        } catch let error as SettingError {
            return .json(["error": .string(error.description)], status: 400)
        } catch let error as JSONSyntaxError {
            return .json(["error": .string("the body is \(error)")], status: 400)
        } catch let error as PortalCallError {
            return .json(
                ["error": .string(error.code), "error_description": .string(error.text)],
                status: error.status)
        } catch let error as DecodingError {
            return .json(["error": .string(error.sentence)], status: 400)
        } catch {
            return .json(["error": .string("\(error)")], status: 500)
        }
    }

    /// Refuses what a browser sends for another site's page: by name, origin, or a body without asking first.
    private func isLocal(_ request: Request) -> Bool {
        let host = (request.head.authority ?? "").lowercased()
        let name = host.hasPrefix("[") ? host.prefix { $0 != "]" } + "]" : host.prefix { $0 != ":" }
        guard name.hasPrefix("127.") || name == "localhost" || name == "[::1]" else { return false }
        if let origin = request.headers[.origin], origin.lowercased() != "http://\(host)" {
            return false
        }
        guard request.method != .get, request.method != .delete else { return true }
        return (request.headers[.contentType] ?? "").lowercased().hasPrefix("application/json")
    }

    private func answer(_ path: String, _ request: Request) async throws -> JSON {
        switch (request.method, path) {
        case (.get, "/control"): return engine.controlDocument
        case (.get, "/control/report"): return engine.report
        case (.get, "/control/overview"):
            let day = FormText.members(request.uri.query ?? "")["day"]?.string
            return try await Overview(engine: engine).document(day: day)
        case (.patch, "/control/switches"): return try engine.setSwitches(try await body(request))
        case (.patch, "/control/limits"): return try engine.setLimits(try await body(request))
        case (.post, "/control/faults"): return try engine.addFault(try await body(request))
        case (.delete, "/control/faults"):
            engine.state.withLock { $0.faults = [] }
            return []
        case (.patch, "/control/portal"): return try engine.setPortal(try await body(request))
        case (.post, "/control/call"):
            let body = try await body(request)
            guard let method = body["method"]?.string else {
                throw SettingError("method is missing")
            }
            let parameters = body["params"]?.members ?? JSON.Members()
            let user = body["user"]?.looseInt ?? 0
            return ["result": try await engine.call(method, parameters, as: user)]
        default:
            throw PortalCallError(
                method: path, status: 404, code: "not_found",
                text: "there is nothing at \(request.method) \(path.prefix(64))")
        }
    }

    private func body(_ request: Request) async throws -> JSON {
        do {
            return try JSON(
                text: try await request.body.collect(upTo: Self.greatestBody).readableBytesView)
        } catch is NIOTooManyBytesError {
            throw SettingError("the body is longer than \(Self.greatestBody) bytes")
        }
    }
}

extension DecodingError {
    /// What does not fit, in one sentence.
    fileprivate var sentence: String {
        switch self {
        case .keyNotFound(let key, _): "\(key.stringValue) is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context),
            .dataCorrupted(let context):
            "\(context.codingPath.map(\.stringValue).joined(separator: ".")): \(context.debugDescription)"
        @unknown default: "\(self)"
        }
    }
}
