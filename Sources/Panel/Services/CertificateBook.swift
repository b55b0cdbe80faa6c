import Logging
import PanelWeb
import RoomCore
import Synchronization

/// The page's certificate as the daemon knows it: its files are read again whenever one of them has changed.
///
/// A pair that cannot be used leaves the one before in use; so does a pair of which one file is new already.
final class CertificateBook: WebCertificates {
    /// Greatest size of each file.
    static let greatestBytes = 65_536
    /// How long before its end a certificate is a warning: those of the shortest lives are renewed before.
    static let lastTime = Duration.seconds(48 * 3_600)

    /// Why the files cannot be used: the key of the configuration, the path and the reason.
    struct Unusable: Error, CustomStringConvertible {
        let fault: ConfigurationFault

        var description: String { fault.description }
    }

    private struct Page {
        var marks: [FileMark]
        var certificate: WebCertificate
        var problem: String?
    }

    private let files: PanelConfiguration.Certificate
    private let time: any TimeSource
    private let logger: Logger
    private let page: Mutex<Page>

    /// Reads the files.
    ///
    /// An expired certificate is taken, for want of a better one: a door does not stay dark for it.
    ///
    /// - Throws: ``Unusable``.
    init(
        _ files: PanelConfiguration.Certificate, time: any TimeSource, logger: Logger
    ) throws(Unusable) {
        self.files = files
        self.time = time
        self.logger = logger
        let marks = Self.marks(files)
        let certificate = try Self.read(files, at: nil)
        page = Mutex(Page(marks: marks, certificate: certificate))
    }

    func current() -> WebCertificate { content().certificate }

    /// What is wrong with the certificate; nothing if it is as its files are, and browsers take it.
    var findings: [HealthFinding] {
        let page = content()
        let end = Timestamp(page.certificate.expiresAt)
        let refused = page.problem.map {
            Self.finding(.warning, "\($0); the one before is served, until \(end)")
        }
        return [Self.age(page.certificate, at: time.now().wall), refused].compactMap { $0 }
    }

    private static func age(_ certificate: WebCertificate, at now: WallTime) -> HealthFinding? {
        let end = Timestamp(certificate.expiresAt)
        if certificate.hasExpired(at: now) {
            return finding(.failure, "the certificate of the page expired at \(end)")
        }
        guard certificate.hasExpired(at: now + lastTime) else { return nil }
        return finding(.warning, "the certificate of the page expires at \(end)")
    }

    /// Reads a certificate and its key.
    ///
    /// - Parameter now: the moment at which the certificate must not have expired; nil takes it whatever its age.
    /// - Throws: ``Unusable``; holds nothing of what is in the files.
    static func read(
        _ files: PanelConfiguration.Certificate, at now: WallTime?
    ) throws(Unusable) -> WebCertificate {
        let chain = try bytes(files.file, "certificate_file")
        let key = try bytes(files.keyFile, "key_file")
        do throws(WebCertificate.Fault) {
            return try WebCertificate(chain: chain, key: key, at: now)
        } catch {
            switch error.file {
            case .chain: throw unusable("certificate_file", files.file, error.problem)
            case .key: throw unusable("key_file", files.keyFile, error.problem)
            }
        }
    }

    private static func bytes(_ path: String, _ key: String) throws(Unusable) -> [UInt8] {
        do throws(SmallFile.Fault) {
            return try SmallFile.read(path, limit: greatestBytes)
        } catch {
            throw unusable(key, path, "cannot be read: \(error)")
        }
    }

    private static func unusable(_ key: String, _ path: String, _ problem: String) -> Unusable {
        Unusable(fault: ConfigurationFault(path: "web.\(key)", value: path, problem: problem))
    }

    private static func finding(
        _ severity: HealthFinding.Severity, _ message: String
    ) -> HealthFinding {
        HealthFinding(
            component: "certificate", severity: severity, message: String(message.prefix(512)))
    }

    private static func marks(_ files: PanelConfiguration.Certificate) -> [FileMark] {
        [FileMark(files.file), FileMark(files.keyFile)]
    }

    private func content() -> Page {
        page.withLock { page in
            let marks = Self.marks(files)
            if marks != page.marks { page = look(marks, keeping: page.certificate) }
            return page
        }
    }

    /// The marks first: what changes while the files are read is read once more.
    private func look(_ marks: [FileMark], keeping old: WebCertificate) -> Page {
        do throws(Unusable) {
            let new = try Self.read(files, at: time.now().wall)
            logger.notice(
                "certificate read again", metadata: ["until": "\(Timestamp(new.expiresAt))"])
            return Page(marks: marks, certificate: new)
        } catch {
            logger.error(
                "certificate refused, the one before is served", metadata: ["fault": "\(error)"])
            return Page(marks: marks, certificate: old, problem: "\(error)")
        }
    }
}
