import GPIO
import Glibc
import HTTPExchange
import Journal
import RoomCore

/// What has to be so before a session begins.
extension CommissionTool {
    /// Sees that what is left behind will be the panel's.
    static func checkUser(of settings: JournalSettings) throws(Failure) {
        let folder = settings.path.lastIndex(of: "/").map { settings.path[..<$0] } ?? "."
        var status = stat()
        // SAFETY: the path is a C string for the length of the call, and the status outlives it.
        let isKnown = stat(folder.isEmpty ? "/" : String(folder), &status) == 0
        guard geteuid() == 0, isKnown, status.st_uid != 0 else { return }
        throw Failure(
            description: "as root it would leave files in \(folder) that the panel's user cannot "
                + "open: runuser -u domovoy -- domovoy commission", exitCode: 64)
    }

    /// Sees that the lines are there, and that nobody holds them.
    ///
    /// - Returns: the chip, as it calls itself.
    static func freeChip(
        _ gpio: GPIOSettings, _ source: any ChipSource, file: String, allowsSimulated: Bool = false
    ) throws -> String {
        guard allowsSimulated || gpio.chip != .simulated else {
            throw Failure(
                description: "\(file): gpio.chip is simulated: there is nothing to commission",
                exitCode: 69)
        }
        let chip = try source.open()
        let wired = gpio.inputs.map(\.line) + gpio.lamps.values
        guard !wired.isEmpty else {
            throw Failure(
                description: "\(file): gpio names no line: there is nothing to commission",
                exitCode: 69)
        }
        for reference in wired {
            let line = try chip.find(reference)
            guard line.isUsed else { continue }
            let holder = line.consumer ?? "somebody who gave no name"
            let advice =
                holder.hasPrefix("domovoy")
                ? "systemctl stop domovoyd, and systemctl start domovoyd afterwards"
                : "end that first"
            throw Failure(
                description: "line \(reference) is held by \"\(holder.oneLine(64))\": \(advice)",
                exitCode: 69)
        }
        return "\(chip.info)"
    }

    /// Keeps the daemon from the journal until the certificate is in it.
    static func reserve(_ journal: Journal) async throws(Failure) {
        do throws(JournalError) {
            try await journal.reserve()
        } catch {
            let advice = error.cause == .claimed ? ": systemctl stop domovoyd" : ""
            throw Failure(description: "\(error)\(advice)", exitCode: 74)
        }
    }
}
