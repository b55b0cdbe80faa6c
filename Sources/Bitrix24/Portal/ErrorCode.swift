/// The code that a portal gives with an error, and what it means for a panel.
///
/// From the tables of Bitrix24's system errors, of `booking.v1.*` and of the official client libraries, which do not
/// agree on statuses: so the code decides, and the status only where there is no code.
enum ErrorCode {
    /// What a panel makes of an error.
    enum Class: String, Hashable, Sendable, CaseIterable {
        /// The webhook was revoked or its secret is wrong.
        case authentication
        /// The webhook, its user or the portal's plan lacks something.
        case configuration
        /// Too much was asked, or too often.
        case limit
        /// The portal stumbles, or something else answered.
        case transport
        /// The portal understood, and says no.
        case business
    }

    /// The class of an error.
    ///
    /// - Parameters:
    ///   - code: the `error` of the answer as text; empty if it was empty, nil if it was missing.
    ///   - status: the answer's HTTP status.
    static func classify(_ code: String?, status: Int) -> Class {
        if let code, let known = known[code.uppercased()] { return known }
        // Codes of booking.v1.* are numbers, those of calendar.* are empty.
        if let code, code.isEmpty || Int64(code) != nil,
            (400..<500).contains(status) || status == 200
        {
            return status == 429 ? .limit : .business
        }
        switch status {
        case 200..<300: return .business
        case 401: return .authentication
        case 403: return .configuration
        case 429, 503: return .limit
        case 400..<500: return .business
        default: return .transport
        }
    }

    /// Whether the code says that the user lacks a right, which the next try will lack too.
    static func lacksRight(_ code: String) -> Bool {
        ["INVALID_CREDENTIALS", "USER_ACCESS_ERROR", "ACCESS_ERROR"].contains(code.uppercased())
    }

    /// The webhook's scope that a method needs; nil where every webhook may call it.
    static func scope(of method: String) -> String? {
        switch method.split(separator: ".").first {
        case "calendar": "calendar"
        case "booking": "booking"
        case "im": "im"
        case "user": "user_brief"
        case "sonet_group", "socialnetwork": "sonet_group"
        default: nil
        }
    }

    /// What is wrong with a call of a method, for people; nil where the portal's own words have to do.
    static func advice(_ code: String, on method: String) -> String? {
        let code = code.uppercased()
        if code == "INSUFFICIENT_SCOPE", let scope = scope(of: method) {
            return "scope \(scope) is missing"
        }
        return advice[code]
    }

    private static let known: [String: Class] = {
        var known: [String: Class] = [:]
        for code in [
            "NO_AUTH_FOUND", "EXPIRED_TOKEN", "INVALID_TOKEN", "AUTHORIZATION_ERROR",
            "APPLICATION_NOT_FOUND", "ERROR_OAUTH", "INVALID_GRANT", "INVALID_CLIENT",
            "WRONG_CLIENT",
        ] { known[code] = .authentication }
        for code in [
            "INSUFFICIENT_SCOPE", "INVALID_SCOPE", "ACCESS_DENIED", "USER_ACCESS_ERROR",
            "WRONG_AUTH_TYPE", "INVALID_REQUEST", "INVALID_CREDENTIALS", "ERROR_METHOD_NOT_FOUND",
            "PAYMENT_REQUIRED", "ALLOWED_ONLY_INTRANET_USER", "METHOD_CONFIRM_WAITING",
            "METHOD_CONFIRM_DENIED", "ACCESS_ERROR", "PORTAL_DELETED",
            "ERROR_MANIFEST_IS_NOT_AVAILABLE",
        ] { known[code] = .configuration }
        for code in ["QUERY_LIMIT_EXCEEDED", "OPERATION_TIME_LIMIT", "OVERLOAD_LIMIT"] {
            known[code] = .limit
        }
        for code in ["INTERNAL_SERVER_ERROR", "ERROR_UNEXPECTED_ANSWER"] {
            known[code] = .transport
        }
        for code in [
            "ERROR_BATCH_METHOD_NOT_ALLOWED", "ERROR_BATCH_LENGTH_EXCEEDED", "INVALID_ARG_VALUE",
        ] { known[code] = .business }
        return known
    }()

    private static let advice: [String: String] = [
        "NO_AUTH_FOUND": "the webhook was revoked or its secret is wrong: make a new one",
        "EXPIRED_TOKEN": "the webhook has expired: make a new one",
        "INSUFFICIENT_SCOPE": "the webhook lacks the scope",
        "ACCESS_DENIED": "the portal's plan has no REST access, or the user may not use it",
        "PAYMENT_REQUIRED": "the portal's plan has no REST access",
        "INVALID_CREDENTIALS": "the webhook's user lacks the right",
        "USER_ACCESS_ERROR": "the webhook's user may not use it",
        "ALLOWED_ONLY_INTRANET_USER": "the webhook's user is an outsider of the portal",
        "WRONG_AUTH_TYPE": "the method cannot be called by a webhook",
        "INVALID_REQUEST": "the portal asks for https",
        "ERROR_METHOD_NOT_FOUND": "the portal does not know the method: the tool is off or too old",
        "PORTAL_DELETED": "the portal is deleted or closed",
        "QUERY_LIMIT_EXCEEDED": "too many requests to the portal",
        "OPERATION_TIME_LIMIT": "the method has used up its time on the portal",
        "OVERLOAD_LIMIT": "Bitrix24 has blocked the portal's REST for overload",
    ]
}
