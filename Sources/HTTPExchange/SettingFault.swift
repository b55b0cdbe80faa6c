/// One thing that keeps the settings of a server from being used.
public struct SettingFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The setting, by its name in the settings, such as `url` or `limits.answerBytes`.
    public var setting: String
    /// What it holds, without any secret.
    public var value: String
    /// What it may hold.
    public var allowed: String

    package init(_ setting: String, _ value: String, _ allowed: String) {
        self.setting = setting
        self.value = value
        self.allowed = allowed
    }

    /// All three on one line.
    public var description: String { "\(setting): \(value) is not allowed; \(allowed)" }

    /// The fault of a limit that is not from 1 to `most`; nil if it is.
    package static func limit(_ name: String, _ value: Int, most: Int) -> SettingFault? {
        (1...most).contains(value)
            ? nil : SettingFault("limits.\(name)", "\(value)", "allowed is 1 to \(most)")
    }

    /// The fault of an address that would send secrets in the clear; nil if it is `https`, loopback or permitted.
    package static func plainHTTP(
        _ setting: String, _ origin: HTTPOrigin, shown: String, isPermitted: Bool
    ) -> SettingFault? {
        guard origin.scheme == "http", !isPermitted, !origin.isLoopback else { return nil }
        return SettingFault(
            setting, shown.oneLine(120),
            "https is needed beyond loopback, or allow plain http by its own key")
    }

    /// The fault of a name that is no time zone.
    package static func timeZone(
        _ name: String, _ allowed: String = "allowed is an IANA name such as Europe/Moscow"
    ) -> SettingFault {
        SettingFault("timeZone", name.oneLine(80), allowed)
    }
}
