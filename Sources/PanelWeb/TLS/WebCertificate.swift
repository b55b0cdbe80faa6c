import NIOCore
import NIOSSL
package import RoomCore

/// A certificate with its chain and its private key: what the web shows of itself under TLS.
package struct WebCertificate: Sendable {
    /// Why two files make no certificate.
    package struct Fault: Error, Hashable, Sendable {
        /// One of the two files.
        package enum File: Hashable, Sendable {
            /// The certificates.
            case chain
            /// The private key.
            case key
        }

        /// The file that it is about.
        package var file: File
        /// What is wrong, as it follows the file's name on a line; holds nothing of what is in it.
        package var problem: String
    }

    /// What connections are secured with.
    let context: NIOSSLContext
    /// The last moment at which browsers take it.
    package let expiresAt: WallTime

    /// Takes what two files hold.
    ///
    /// Only the first certificate's end is looked at: of those behind it browsers find others. Whether it holds already is
    /// not, since the clock of a board may not be set yet.
    ///
    /// - Parameters:
    ///   - chain: certificates in PEM, the web's own first, then those that lead from it to an authority.
    ///   - key: the private key of the first one in PEM, without a passphrase.
    ///   - now: the moment at which it must not have expired; nil takes it whatever its age.
    /// - Throws: ``Fault``.
    package init(chain: [UInt8], key: [UInt8], at now: WallTime?) throws(Fault) {
        let certificates = try Self.certificates(chain)
        let key = try Self.key(key)
        context = try Self.context(certificates, key)
        let end = certificates.first?.notValidAfter ?? 0
        expiresAt = WallTime(secondsSinceEpoch: Int64(end))
        if let now, hasExpired(at: now) {
            throw Fault(file: .chain, problem: "expired at \(Timestamp(expiresAt))")
        }
    }

    /// Whether browsers refuse it for its age.
    package func hasExpired(at now: WallTime) -> Bool { now > expiresAt }

    private static func certificates(_ bytes: [UInt8]) throws(Fault) -> [NIOSSLCertificate] {
        guard !bytes.isEmpty, let certificates = try? NIOSSLCertificate.fromPEMBytes(bytes) else {
            throw Fault(
                file: .chain,
                problem: "holds no certificates in PEM (-----BEGIN CERTIFICATE-----), or not whole "
                    + "ones")
        }
        return certificates
    }

    private static func key(_ bytes: [UInt8]) throws(Fault) -> NIOSSLPrivateKey {
        guard !bytes.isEmpty, let key = try? NIOSSLPrivateKey(bytes: bytes, format: .pem) else {
            throw Fault(
                file: .key,
                problem: "holds no private key in PEM (-----BEGIN PRIVATE KEY-----), or one with a "
                    + "passphrase")
        }
        return key
    }

    private static func context(
        _ certificates: [NIOSSLCertificate], _ key: NIOSSLPrivateKey
    ) throws(Fault) -> NIOSSLContext {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: certificates.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        // For how long a client may leave the goodbye unanswered.
        configuration.shutdownTimeout = .seconds(1)
        do {
            return try NIOSSLContext(configuration: configuration)
        } catch NIOSSLError.failedToLoadPrivateKey {
            throw Fault(
                file: .key,
                problem: "is not the key of the first certificate; the web's own has to come first")
        } catch {
            throw Fault(file: .chain, problem: "cannot be used: \(error)".clipped(to: 128))
        }
    }
}
