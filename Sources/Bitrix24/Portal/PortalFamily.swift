import HTTPExchange

/// The hosts that a portal may send its webhooks to when it was renamed.
///
/// A portal in Bitrix24's cloud has a name of its own before `bitrix24` and a zone, `acme.bitrix24.de`; its new name may
/// be in another of the vendor's zones. Whoever else a redirect names would learn the webhook's secret, so of all other
/// hosts only the configured one may: a portal on a server of its own is renamed in the webhook's file.
struct PortalFamily: Hashable, Sendable, CustomStringConvertible {
    /// Where the webhook was configured to be.
    var configured: HTTPOrigin

    /// Zones of the vendor's cloud (the list of countries on bitrix24.com).
    private static let zones: Set<String> = [
        "by", "cn", "co", "com", "com.br", "com.tr", "de", "es", "eu", "fr", "id", "in", "it", "jp",
        "kz", "mx", "pl", "ru", "ua", "uk", "vn",
    ]

    /// Whether a redirect may lead there.
    func contains(_ origin: HTTPOrigin) -> Bool {
        if origin.isLoopback { return configured.isLoopback }
        guard origin.scheme == "https" else { return origin == configured }
        if origin.host == configured.host { return true }
        guard let own = Self.zone(of: configured.host), let other = Self.zone(of: origin.host)
        else { return false }
        return other == own || Self.zones.contains(other)
    }

    /// For people: what is allowed.
    var description: String {
        Self.zone(of: configured.host).map { "https://NAME.bitrix24.\($0) or another country's" }
            ?? "\(configured)"
    }

    /// What follows `bitrix24` in the name of a portal of the cloud; nil for any other host.
    private static func zone(of host: String) -> String? {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        guard (3...4).contains(parts.count), parts[1] == "bitrix24", !parts.contains("") else {
            return nil
        }
        return parts[2...].joined(separator: ".")
    }
}
