import Logging
import PanelWeb
import RoomCore

/// Reads the configuration again when it is asked to, by SIGHUP.
///
/// The rules (`policy`, palette, `write_back`) take effect at once. A file with faults is refused and the old one kept;
/// of a change elsewhere it is said that it needs a restart.
struct ReloadService: Sendable {
    let file: String
    let atStart: PanelConfiguration
    let inlet: FactInlet
    let notifier: SystemdNotifier
    let time: any TimeSource
    let findings: FindingBoard
    let logger: Logger

    func reload() {
        let now = time.now().uptime.sinceBoot
        notifier.send("RELOADING=1\nMONOTONIC_USEC=\(Int64(now / .microseconds(1)))")
        defer { notifier.send("READY=1") }
        do throws(ConfigurationError) {
            let new = try ConfigurationReader.read(file: file, builtAt: atStart.room.builtAt)
            inlet.send(.policyChanged(new.room.policy))
            findings.set("configuration", nil)
            logger.notice("configuration reloaded")
            warnOfRestart(new)
        } catch {
            // Health first, here and below: whoever reads the log line may look there at once.
            findings.set(
                "configuration",
                "refused: \(error.faults.map(\.description).joined(separator: "; "))")
            for fault in error.faults {
                logger.error(
                    "configuration refused, the old one is kept",
                    metadata: ["file": "\(file)", "fault": "\(fault)"])
            }
        }
    }

    private func warnOfRestart(_ new: PanelConfiguration) {
        var room = new.room
        room.policy = atStart.room.policy
        let changed = [
            ("room or clock", room != atStart.room), ("gpio", new.gpio != atStart.gpio),
            ("server", new.server != atStart.server),
            ("web", (new.listen, new.names) != (atStart.listen, atStart.names)),
            ("journal", new.journal != atStart.journal),
        ].filter(\.1).map(\.0)
        guard !changed.isEmpty else { return }
        findings.set(
            "configuration", "changes in \(changed.joined(separator: ", ")) need a restart",
            .warning)
        logger.warning(
            "changes that need a restart", metadata: ["parts": "\(changed.joined(separator: ", "))"]
        )
    }
}
