import Bitrix24
import HTTPExchange
import RoomCore

/// A secret out of a file, as systemd's credentials provide it.
enum SecretFile {
    static let greatestBytes = 4_096

    /// The first line of the file, without its end.
    ///
    /// - Parameter key: the key of the configuration that names the file.
    /// - Throws: a ``RoomCore/ServerFailure`` of kind `authentication` that names the file, never what is in it, and
    ///   not what is given in place of a path.
    static func read(_ path: String, key: String) throws(ServerFailure) -> String {
        guard !SecretPath.isAddress(path) else { throw failure(key, SecretPath.refusal) }
        let bytes: [UInt8]
        do throws(SmallFile.Fault) {
            bytes = try SmallFile.read(path, limit: greatestBytes)
        } catch {
            guard SecretPath.isPath(path) else { throw failure(key, SecretPath.refusal) }
            throw failure(key, path, "cannot be read: \(error)")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw failure(key, path, "is no UTF-8 text")
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

    private static func failure(
        _ key: String, _ path: String, _ problem: String
    ) -> ServerFailure {
        failure(key, "\(path) \(problem)")
    }

    private static func failure(_ key: String, _ problem: String) -> ServerFailure {
        ServerFailure(.authentication, "\(key) \(problem)")
    }
}
