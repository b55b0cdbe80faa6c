import PanelWeb

/// Who wants to sign in, by what the request carries.
struct Visitor: Hashable, Sendable {
    /// Where the request comes from; nil if the connection is gone.
    var address: IPAddress?
    /// What the cookie of a session says; nil without one.
    var session: String?
    /// What the cookie of a browser that was let in before says; nil without one.
    var device: String?

    /// What many addresses of one visitor share.
    var network: String { address?.network ?? "unknown" }
}
