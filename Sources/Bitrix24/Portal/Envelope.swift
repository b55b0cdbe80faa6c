import JSONText
import RoomCore

/// What every answer of a portal comes wrapped in.
struct Envelope: Hashable, Sendable {
    /// What was asked for; an empty map comes as an empty list.
    var result: JSON
    /// Rows of a list in all; nil where the method does not count them.
    var total: Int64?
    /// Where the next page begins; nil on the last one and where the method does not say.
    var next: Int64?
    /// What the call cost.
    var cost: CallCost?
    /// The portal's clock.
    var date: WallTime?
}

/// The `time` part of an answer, as far as limits hang on it.
struct CallCost: Hashable, Sendable {
    /// Seconds the method has run for this webhook within the last ten minutes; nil if not told.
    var operatingSeconds: Double?
    /// When the oldest minute of these ten leaves, by the portal's clock; nil if not told.
    var resetAt: WallTime?

    init(operatingSeconds: Double? = nil, resetAt: WallTime? = nil) {
        self.operatingSeconds = operatingSeconds
        self.resetAt = resetAt
    }

    /// Reads the `time` object; numbers may be whole or not.
    init?(_ time: JSON?) {
        guard let time, case .object = time else { return nil }
        operatingSeconds = time["operating"]?.number.flatMap { $0 >= 0 && $0.isFinite ? $0 : nil }
        resetAt = time["operating_reset_at"]?.wholeNumber.map(WallTime.init(secondsSinceEpoch:))
    }
}

/// An error that the portal gave, before anybody judged it.
struct PortalError: Hashable, Sendable {
    /// `error` as text: a code, a number, or empty; nil if it was missing.
    var code: String?
    /// `error_description`, which may be in any language.
    var text: String

    /// Reads an error; nil if the value is none.
    ///
    /// The error is a string, a number, or in REST 3 an object.
    init?(_ value: JSON) {
        guard case .object = value, let error = value["error"] else { return nil }
        if case .object = error {
            code = error["code"]?.text
            text = error["message"]?.text ?? ""
        } else {
            code = error.text ?? (error == .null ? nil : "")
            text = value["error_description"]?.text ?? ""
        }
    }
}
