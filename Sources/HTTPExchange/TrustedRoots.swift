package import NIOCore
import NIOSSL

/// Whose certificates servers are believed by.
package struct TrustedRoots: Sendable {
    fileprivate let tls: TLSConfiguration

    /// The authorities that the system trusts.
    package static let system = TrustedRoots(tls: .makeClientConfiguration())

    private init(tls: TLSConfiguration) {
        self.tls = tls
    }

    /// These authorities, and none of the system's.
    ///
    /// - Parameter pem: their certificates in PEM; nil comes of bytes that hold none.
    package init?(pem: [UInt8]) {
        guard !pem.isEmpty, let roots = try? NIOSSLCertificate.fromPEMBytes(pem) else {
            return nil
        }
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = .certificates(roots)
        self.tls = tls
    }
}

extension HTTPExchanger {
    /// Makes an exchanger that believes the servers that `roots` vouch for; else as the other one does.
    package convenience init(
        limits: ExchangeLimits, group: any EventLoopGroup, roots: TrustedRoots
    ) {
        self.init(limits: limits, group: group, tls: roots.tls)
    }
}
