/// An error as a portal answers it: an HTTP status, a code of any of three kinds, and a text.
struct RESTError: Error, Hashable, Sendable {
    /// The code; the kind depends on the part of the portal that refuses.
    enum Code: Hashable, Sendable {
        /// A system error, `QUERY_LIMIT_EXCEEDED`.
        case word(String)
        /// A calendar's business error: an empty text.
        case empty
        /// A booking's business error; written as a number or as digits, see ``PortalSwitches/bookingErrorCodes``.
        case number(Int)
    }

    /// The HTTP status.
    var status: Int
    /// The code.
    var code: Code
    /// The text.
    var text: Wording

    /// A text in the languages that portals of the demo speak.
    struct Wording: Hashable, Sendable {
        var en: String
        var ru: String?

        init(_ en: String, ru: String? = nil) {
            self.en = en
            self.ru = ru
        }
    }

    init(_ status: Int, _ code: Code, _ text: Wording) {
        self.status = status
        self.code = code
        self.text = text
    }

    /// A system error, the same for all methods.
    static func system(_ status: Int, _ code: String, _ text: String = "") -> RESTError {
        RESTError(status, .word(code), Wording(text))
    }

    /// A business error of the calendar: status 400, no code.
    static func calendar(_ text: String, ru: String? = nil) -> RESTError {
        RESTError(400, .empty, Wording(text, ru: ru))
    }

    /// A business error of Online booking: status 400, a number.
    static func booking(_ number: Int, _ text: String) -> RESTError {
        RESTError(400, .number(number), Wording(text))
    }
}

extension RESTError {
    static let noAuth = system(401, "NO_AUTH_FOUND", "Wrong authorization data")
    static let unknownMethod = system(404, "ERROR_METHOD_NOT_FOUND", "Method not found!")
    static let wrongAuthType = system(
        403, "WRONG_AUTH_TYPE", "Current authorization type is denied for this method")
    static let rateLimit = system(503, "QUERY_LIMIT_EXCEEDED", "Too many requests")
    static let operatingLimit = system(
        429, "OPERATION_TIME_LIMIT", "Method is blocked due to operation time limit.")
    static let nestedBatch = system(
        405, "ERROR_BATCH_METHOD_NOT_ALLOWED", "Method is not allowed for batch usage")
    static let batchLength = system(
        400, "ERROR_BATCH_LENGTH_EXCEEDED", "Max batch length exceeded")
    static let accessDenied = calendar("Access denied", ru: "Доступ запрещен")

    static func scope(_ status: Int) -> RESTError {
        system(
            status, "insufficient_scope",
            "The request requires higher privileges than provided by the webhook token")
    }

    /// A required parameter of a calendar method is missing.
    static func missing(_ parameter: String, of method: String) -> RESTError {
        calendar(
            "The required parameter \"\(parameter)\" for the method \"\(method)\" is not set",
            ru: "Не задан обязательный параметр \"\(parameter)\" для метода \"\(method)\"")
    }

    /// A parameter of a calendar method has the wrong type.
    static func invalid(_ parameter: String) -> RESTError {
        calendar(
            "Invalid value for the \"\(parameter)\" parameter",
            ru: "Недопустимое значение параметра \"\(parameter)\"")
    }
}
