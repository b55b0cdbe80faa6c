/// How much a portal lets its callers do.
///
/// The defaults are those of all plans but Enterprise, and of the documentation's example.
public struct PortalLimits: Codable, Hashable, Sendable {
    /// Requests that the bucket loses in each second; Enterprise: 5.
    public var leakPerSecond = 2
    /// Requests in the bucket above which the next is refused; Enterprise: 250.
    public var burst = 50
    /// Seconds of work that one method may do for one webhook in ten minutes; 0: no limit.
    public var operatingSeconds = 480.0
    /// Seconds of work that one call of the calendar counts for.
    public var calendarCost = 0.064
    /// Seconds of work that one call of Online booking counts for.
    public var bookingCost = 0.14
    /// Seconds of work that any other call counts for.
    public var otherCost = 0.01

    /// The limits of a usual portal.
    public init() {}

    func cost(of method: RESTMethod) -> Double {
        switch method.part {
        case "calendar": calendarCost
        case "booking": bookingCost
        default: otherCost
        }
    }

    /// Sets one limit by its name.
    ///
    /// - Throws: ``SettingError`` that names what is allowed.
    public mutating func set(_ name: String, to value: Double) throws(SettingError) {
        var changed = self
        switch name {
        case "leakPerSecond": changed.leakPerSecond = Int(value.clamped)
        case "burst": changed.burst = Int(value.clamped)
        case "operatingSeconds": changed.operatingSeconds = value
        case "calendarCost": changed.calendarCost = value
        case "bookingCost": changed.bookingCost = value
        case "otherCost": changed.otherCost = value
        default:
            throw SettingError(
                "no limit is called \"\(name.prefix(64))\"; there are: leakPerSecond, burst, "
                    + "operatingSeconds, calendarCost, bookingCost, otherCost")
        }
        try changed.validate()
        self = changed
    }

    /// Checks what was set.
    ///
    /// - Throws: ``SettingError`` that names the field.
    public func validate() throws(SettingError) {
        let whole = [("leakPerSecond", leakPerSecond), ("burst", burst)]
        for (name, value) in whole where !(0...1_000_000).contains(value) {
            throw SettingError("\(name) cannot be \(value); allowed: 0 to 1000000")
        }
        let seconds = [
            ("operatingSeconds", operatingSeconds), ("calendarCost", calendarCost),
            ("bookingCost", bookingCost), ("otherCost", otherCost),
        ]
        for (name, value) in seconds where !(0...1e6).contains(value) {
            throw SettingError("\(name) cannot be \(value); allowed: 0 to 1000000")
        }
    }
}

extension Double {
    /// The number, or -1 if no whole number is like it.
    fileprivate var clamped: Double { isFinite && abs(self) < 1e9 ? self : -1 }
}
