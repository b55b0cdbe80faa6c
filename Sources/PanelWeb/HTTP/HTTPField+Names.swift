package import HTTPTypes

extension HTTPField.Name {
    /// `Referrer-Policy`, W3C.
    static let referrerPolicy = known("Referrer-Policy")
    /// `Sec-Fetch-Site`, W3C Fetch Metadata: whether a browser sends a request for a page of the same origin.
    package static let secFetchSite = known("Sec-Fetch-Site")
    /// `X-Accel-Buffering`: tells a proxy in front not to hold events back.
    static let accelBuffering = known("X-Accel-Buffering")

    /// `Host`: the first one of a request is its authority, and stands among the fields no more; any other still does.
    static let anotherHost = known("Host")

    private static func known(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else {
            preconditionFailure("not a field name: \(name)")
        }
        return name
    }
}
