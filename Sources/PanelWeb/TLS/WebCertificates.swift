/// Where the web has its certificate from, which may be another one at any moment.
package protocol WebCertificates: Sendable {
    /// The certificate for a connection that begins now.
    ///
    /// Called on the thread of all connections: files that it reads have to be small and near.
    func current() -> WebCertificate
}
