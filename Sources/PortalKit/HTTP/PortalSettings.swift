/// Where a portal listens and how it is set up.
public struct PortalSettings: Hashable, Sendable {
    /// The IP address; the control path answers to loopback addresses only, wherever the portal listens.
    public var host = "127.0.0.1"
    /// The port; 0 lets the system choose a free one.
    public var port = 0
    /// Open connections; further ones wait in the system's queue.
    public var connections = 512
    /// How it writes dates.
    public var culture = Culture.ru
    /// The zone that its server runs in: `*_TS_UTC` are wrong by its offset.
    public var serverZone = "Europe/Moscow"
    /// How it behaves where nobody knows how the real one does.
    public var switches = PortalSwitches()
    /// How much it lets its callers do.
    public var limits = PortalLimits()
    /// The portal's new name, `name` or `name:port`: requests to any other host are sent there by 302.
    public var renamedTo: String?
    /// Seconds by which the portal's clock is wrong.
    public var clockOffset = 0.0
    /// What goes wrong with the first requests.
    public var faults: [Fault] = []

    /// A portal on a free port of this machine.
    public init() {}

    /// - Throws: ``SettingError`` if a portal cannot be called so.
    static func check(_ name: String) throws(SettingError) {
        let parts = name.split(separator: ":", omittingEmptySubsequences: false)
        let isHost = parts[0].contains(/^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/)
        let isPort = parts.count == 1 || (parts.count == 2 && UInt16(parts[1]) ?? 0 > 0)
        guard isHost, isPort else {
            throw SettingError(
                "renamedTo cannot be \"\(name.prefix(64))\"; allowed: HOST or HOST:PORT")
        }
    }
}
