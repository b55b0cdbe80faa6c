import GRDB
public import JSONText
import Synchronization

/// A method refused what it was called with.
public struct PortalCallError: Error, Hashable, CustomStringConvertible {
    /// The method.
    public var method: String
    /// The HTTP status it would have had.
    public var status: Int
    /// The code: a word, digits or nothing.
    public var code: String
    /// The text.
    public var text: String

    /// Method, status, code and text on one line.
    public var description: String { "\(method): \(status) \(code): \(text)" }
}

extension Portal {
    /// Calls a method as a person would on the portal's own pages: no webhook, scope or limit counts.
    ///
    /// Besides the REST methods there are those that set a portal up, `portal.*`.
    ///
    /// - Throws: ``PortalCallError``.
    @discardableResult
    public func call(
        _ method: String, _ parameters: JSON = [:], as user: Int = 0
    ) async throws -> JSON {
        try await engine.call(method, parameters.members ?? JSON.Members(), as: user)
    }

    /// Makes an incoming webhook.
    ///
    /// - Parameter secret: chosen by the portal if nil.
    /// - Returns: its secret.
    /// - Throws: ``PortalCallError`` if there is no such user.
    @discardableResult
    public func addWebhook(
        user: Int, scopes: [String], secret: String? = nil
    ) async throws -> String {
        let result = try await call(
            "portal.webhook.add",
            [
                "user": .int(user), "scopes": .array(scopes.map { .string($0) }),
                "secret": .optional(secret),
            ])
        return result.string ?? ""
    }

    /// Changes switches while the portal runs.
    public func change(_ body: @Sendable (inout PortalSwitches) -> Void) {
        engine.state.withLock { body(&$0.switches) }
    }

    /// Changes limits while the portal runs.
    ///
    /// - Throws: ``SettingError`` if one is out of range; then nothing changes.
    public func changeLimits(_ body: @Sendable (inout PortalLimits) -> Void) throws {
        try engine.state.withLock { state in
            var limits = state.limits
            body(&limits)
            try limits.validate()
            state.limits = limits
        }
    }

    /// Adds a fault for the next fitting requests.
    public func inject(_ fault: Fault) {
        engine.state.withLock { $0.faults.append(fault) }
    }

    /// Renames the portal: requests to any other host are sent there by 302; nil ends that.
    ///
    /// - Parameter host: `name:port`, or a name that keeps the port of the request.
    public func rename(to host: String?) {
        engine.state.withLock { $0.renamedTo = host }
    }

    /// Makes the portal's clock wrong by so many seconds.
    public func setClockOffset(_ seconds: Double) {
        engine.state.withLock { $0.clockOffset = seconds }
    }

    /// Requests so far, the latest 500 of them, and how full the buckets are; never a secret.
    public var report: JSON { engine.report }
}

extension PortalEngine {
    /// Calls a REST or setup method as a user; 0 is the portal itself.
    func call(_ name: String, _ arguments: JSON.Members, as userID: Int) async throws -> JSON {
        do {
            guard let method = Registry.rest[name] ?? Registry.setup[name] else {
                throw RESTError.unknownMethod
            }
            let caller = Caller(user: try await user(userID), scopes: nil, key: "page")
            return try await perform(method, arguments, caller).result
        } catch let error as RESTError {
            let json = document(error)
            throw PortalCallError(
                method: name, status: error.status, code: json["error"]?.looseString ?? "",
                text: json["error_description"]?.string ?? "")
        } catch let error as DatabaseError {
            throw PortalCallError(
                method: name, status: 400, code: "database", text: error.message ?? "")
        }
    }

    private func user(_ id: Int) async throws -> UserRecord {
        let zone = state.withLock { $0.serverZone.identifier }
        guard id != 0 else {
            return UserRecord(
                id: 0, firstName: "Portal", lastName: "", email: "", language: "en", timeZone: zone,
                isAdmin: true, isActive: true, department: 0)
        }
        guard let user = try await database.read({ try UserRecord.fetchOne($0, key: id) }) else {
            throw RESTError.noAuth
        }
        return user
    }

    /// See ``Portal/report``.
    var report: JSON {
        state.withLock { state in
            var buckets = JSON.Members()
            for (source, bucket) in state.buckets {
                buckets.append(
                    source, ["level": .int(bucket.level), "highest": .int(bucket.highest)])
            }
            return [
                "counts": state.counts.document, "buckets": .object(buckets),
                "requests": .array(state.log.map(\.document)),
            ]
        }
    }
}
