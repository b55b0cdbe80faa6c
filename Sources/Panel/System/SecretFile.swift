import Bitrix24
import FoundationEssentials
import RoomCore

/// A secret out of a file, as systemd's credentials provide it.
enum SecretFile {
    static let greatestBytes = 4_096

    /// The first line of the file, without its end.
    ///
    /// - Parameter key: the key of the configuration that names the file.
    /// - Throws: a ``RoomCore/ServerFailure`` of kind `authentication` that names the file, never what is in it.
    static func read(_ path: String, key: String) throws(ServerFailure) -> String {
        guard !isAddress(path) else {
            throw ServerFailure(
                .authentication,
                "\(key) is an address; allowed is a path of a file that holds the secret")
        }
        let data: Data
        do {
            data = try Data(contentsOf: URL(filePath: path))
        } catch {
            throw failure(key, path, "cannot be read: \(reason(error))")
        }
        guard data.count <= greatestBytes, let text = String(data: data, encoding: .utf8) else {
            throw failure(key, path, "is no text of at most \(greatestBytes) bytes")
        }
        let line = text.prefix { !$0.isNewline }
        guard !line.isEmpty else { throw failure(key, path, "is empty") }
        return String(line)
    }

    /// The address of an incoming webhook, which is the first line of a file.
    ///
    /// - Parameters:
    ///   - key: what names the file.
    ///   - plainKey: what permits http beyond the loopback.
    /// - Throws: like ``read(_:key:)``, also where the line is no address that may be used.
    static func webhook(
        _ path: String, key: String, plainKey: String, allowsPlainHTTP: Bool
    ) throws(ServerFailure) -> String {
        let text = try read(path, key: key)
        guard
            let fault = Bitrix24Settings.fault(ofWebhook: text, allowsPlainHTTP: allowsPlainHTTP)
        else { return text }
        guard Bitrix24Settings.fault(ofWebhook: text, allowsPlainHTTP: true) == nil else {
            throw failure(key, path, "holds no webhook: \(fault.allowed)")
        }
        throw failure(key, path, "is for \(fault.value): allowed is https, or \(plainKey)")
    }

    /// Whether somebody put the secret itself, such as a webhook's address, where its file should be named.
    static func isAddress(_ path: String) -> Bool { path.contains("://") }

    private static func reason(_ error: any Error) -> String {
        switch (error as? CocoaError)?.code {
        case .fileReadNoSuchFile: "there is no such file"
        case .fileReadNoPermission: "this user may not read it"
        default: "it is no readable file"
        }
    }

    private static func failure(
        _ key: String, _ path: String, _ problem: String
    ) -> ServerFailure {
        ServerFailure(.authentication, "\(key) \(path) \(problem)")
    }
}
