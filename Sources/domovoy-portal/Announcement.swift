import Foundation
import PortalKit

/// Tells where the portal listens: on standard output, and in the files that were asked for.
struct Announcement: Sendable {
    let portFile: String?
    let webhookFile: String?
    let user: Int
    let secret: String

    /// Writes everything, the webhook's file readable by its owner only.
    func make(_ address: PortalAddress) {
        do {
            if let webhookFile {
                try Self.write(
                    address.webhook(user: user, secret: secret), webhookFile, mode: 0o600)
            }
            if let portFile { try Self.write(String(address.port), portFile, mode: 0o644) }
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            exit(73)
        }
        FileHandle.standardOutput.write(Data("\(address.base)/\n".utf8))
    }

    /// Replaces a file whole, so that nobody reads half of it.
    private static func write(_ text: String, _ path: String, mode: mode_t) throws {
        let draft = "\(path).\(getpid())"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw failure(path) }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try handle.write(contentsOf: Data("\(text)\n".utf8))
            try handle.synchronize()
        } catch {
            unlink(draft)
            throw SettingError("cannot write \(path): \(error)")
        }
        guard rename(draft, path) == 0 else {
            let error = failure(path)
            unlink(draft)
            throw error
        }
    }

    private static func failure(_ path: String) -> SettingError {
        // SAFETY: strerror returns a terminated string that stays valid until this thread's next call.
        SettingError("cannot write \(path): \(unsafe String(cString: strerror(errno)))")
    }
}
