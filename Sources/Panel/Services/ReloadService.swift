import Logging
import PanelWeb
import RoomCore

/// Reads the configuration again when it is asked to, by SIGHUP.
///
/// The rules (`policy`, palette, `write_back`) and what sensors are given for each (`hold`, `warm_up`, `stuck_after`) take
/// effect at once. A file with faults is refused and the old one kept; of any other change its keys are named, and that
/// they need a restart.
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
            inlet.send(.settings(.policy(new.room.policy)))
            inlet.send(.settings(.sensors(new.room.sensors)))
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
        let changed = RestartParts(from: atStart, to: new).keys
        guard !changed.isEmpty else { return }
        findings.set(
            "configuration", "changes in \(changed.joined(separator: ", ")) need a restart",
            .warning)
        logger.warning(
            "changes that need a restart", metadata: ["parts": "\(changed.joined(separator: ", "))"]
        )
    }
}
