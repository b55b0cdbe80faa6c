import GPIO
import Glibc
import Journal
import Logging
import PanelWeb
import RoomCore

/// One thing that a configuration names, as it was found on this machine.
struct PlaceTrial: CustomStringConvertible {
    /// What was tried.
    var subject: String
    /// Whether the panel can work with it.
    var isWell: Bool
    /// How it was found; if it is not well, what to do.
    var finding: String

    /// One line.
    var description: String { "\(subject): \(isWell ? "ok" : "wrong"): \(finding)" }

    // MARK: Files

    /// The secrets' files, the page's certificate and the journal's folder.
    static func files(_ configuration: PanelConfiguration) -> [PlaceTrial] {
        var trials: [PlaceTrial] = []
        if let server = secret(configuration) { trials.append(server) }
        trials += configuration.reported.map { token($0, configuration) }
        if let files = configuration.certificate { trials += certificate(files) }
        if let file = configuration.deskPasswordFile { trials.append(desk(file)) }
        trials.append(folder(configuration.journal.path))
        return trials
    }

    private static func certificate(_ files: PanelConfiguration.Certificate) -> [PlaceTrial] {
        do throws(CertificateBook.Unusable) {
            let certificate = try CertificateBook.read(files, at: SystemTime().now().wall)
            let found = PlaceTrial(
                subject: "certificate", isWell: true,
                finding: "\(files.file), until \(Timestamp(certificate.expiresAt))")
            return [found, readable(files.keyFile)]
        } catch {
            return [PlaceTrial(subject: "certificate", isWell: false, finding: error.description)]
        }
    }

    private static func token(
        _ sensor: PanelConfiguration.ReportedSensor, _ configuration: PanelConfiguration
    ) -> PlaceTrial {
        do throws(ServerFailure) {
            _ = try SensorReports.token(of: sensor)
            return readable(sensor.tokenFile)
        } catch {
            let key = "sensors.\(sensor.name).token_file"
            let doubt = ConfigurationDoubts(configuration: configuration).all
                .first { $0.path == key }
            return PlaceTrial(
                subject: "secret", isWell: false, finding: doubt?.description ?? error.message)
        }
    }

    private static func desk(_ file: String) -> PlaceTrial {
        var trial: PlaceTrial
        do throws(ServerFailure) {
            _ = try DeskKey.read(file)
            trial = readable(file)
        } catch {
            trial = PlaceTrial(subject: "", isWell: false, finding: error.message)
        }
        trial.subject = "desk"
        return trial
    }

    private static func secret(_ configuration: PanelConfiguration) -> PlaceTrial? {
        do throws(ServerFailure) {
            switch configuration.server.place {
            case .none: return nil
            case .caldav(let calendar):
                guard let file = calendar.passwordFile else { return nil }
                _ = try SecretFile.read(file, key: "server.password_file")
                return readable(file)
            case .bitrix24(let portal):
                _ = try SecretFile.webhook(
                    portal.webhookFile, key: "server.webhook_file",
                    plainKey: "server.allow_plain_http",
                    allowsPlainHTTP: configuration.server.allowsPlainHTTP)
                return readable(portal.webhookFile)
            }
        } catch {
            let doubt = ConfigurationDoubts(configuration: configuration).all
                .first { $0.path.hasPrefix("server.") && $0.path.hasSuffix("_file") }
            return PlaceTrial(
                subject: "secret", isWell: false, finding: doubt?.description ?? error.message)
        }
    }

    /// A secret's file that can be read, by others as well or not.
    private static func readable(_ path: String) -> PlaceTrial {
        var status = stat()
        // SAFETY: the path is a C string for the length of the call, and the status outlives it.
        let isOpen = stat(path, &status) == 0 && status.st_mode & 0o004 != 0
        return PlaceTrial(
            subject: "secret", isWell: !isOpen,
            finding: isOpen ? "everybody may read \(path): chmod 600 \(path)" : path)
    }

    private static func folder(_ path: String) -> PlaceTrial {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        let place = folder.isEmpty ? "/" : folder
        if let problem = access(place, R_OK | W_OK | X_OK) == 0 ? nil : errno {
            let advice =
                problem == ENOENT
                ? "there is no such folder; the service makes /var/lib/domovoy by itself, others: "
                    + "install -d -o domovoy -m 0750 \(place)"
                : "this user may not write there (the panel runs as domovoy: runuser -u domovoy -- ...)"
            return PlaceTrial(
                subject: "journal", isWell: false, finding: "\(place): \(advice)")
        }
        let isThere = access(path, F_OK) == 0
        guard !isThere || access(path, R_OK | W_OK) == 0 else {
            return PlaceTrial(
                subject: "journal", isWell: false,
                finding: "\(path): this user may not write it: chown domovoy \(path)")
        }
        return PlaceTrial(
            subject: "journal", isWell: true,
            finding: isThere ? path : "\(path) can be made in \(place)")
    }

    // MARK: Chip and lines

    /// The chip, and each line as it stands; nothing is requested.
    static func lines(_ gpio: GPIOSettings) -> [PlaceTrial] {
        do throws(GPIOError) {
            let chip = try LineTool.source(gpio).open()
            let found = PlaceTrial(
                subject: "chip \(gpio.chip)", isWell: true,
                finding: "\(chip.info), \(chip.info.lineCount) lines")
            let inputs = gpio.inputs.map { (name: $0.name, line: $0.line) }
            let lamps = gpio.lamps.map { (name: "lamp \($0.key)", line: $0.value) }
            let wired = inputs + lamps.sorted { $0.name < $1.name }
            return [found] + wired.map { line($0.name, $0.line, on: chip) }
        } catch {
            return [
                PlaceTrial(
                    subject: "chip \(gpio.chip)", isWell: false,
                    finding: "\(error); domovoy gpio list shows the chips there are")
            ]
        }
    }

    private static func line(
        _ name: String, _ line: LineReference, on chip: any LineChip
    ) -> PlaceTrial {
        let subject = "line \(line) (\(name))"
        do throws(GPIOError) {
            let found = try chip.find(line)
            guard found.isUsed else {
                return PlaceTrial(subject: subject, isWell: true, finding: "is there and free")
            }
            let holder = found.consumer ?? "somebody who gave no name"
            guard holder.hasPrefix("domovoy") else {
                return PlaceTrial(
                    subject: subject, isWell: false,
                    finding: "is held by \"\(holder)\": take another line, or switch that off")
            }
            return PlaceTrial(
                subject: subject, isWell: true, finding: "is held by the running panel")
        } catch {
            return PlaceTrial(
                subject: subject, isWell: false,
                finding: "\(error); domovoy gpio list shows the lines there are")
        }
    }

    // MARK: Server

    /// Reads the schedule once, as the panel would.
    static func server(_ configuration: PanelConfiguration, file: String) async -> PlaceTrial {
        let assembly = Assembly(
            file: file, configuration: configuration, time: SystemTime(),
            logger: Logger(label: "domovoy") { _ in SwiftLogNoOpLogHandler() }, environment: [:])
        guard let server = assembly.server() else {
            return PlaceTrial(subject: "server", isWell: true, finding: "none is configured")
        }
        let subject = "server \(configuration.server.kind.rawValue)"
        let trial: PlaceTrial
        do throws(ServerFailure) {
            let reading = try await server.read(
                window: PollPlan.window(at: assembly.time.now().wall))
            trial = PlaceTrial(
                subject: subject, isWell: true,
                finding: "answers, with \(reading.bookings.count) bookings of the next two weeks")
        } catch {
            let hint = advice[error.kind.rawValue].map { "; \($0)" } ?? ""
            trial = PlaceTrial(subject: subject, isWell: false, finding: error.message + hint)
        }
        await server.shutdown()
        return trial
    }

    /// What to do about a failure, by its kind.
    private static let advice = [
        "unreachable": "look at the address, the cable and the name server",
        "offline": "look whether this network wants a sign-in first",
        "authentication": "look at user and secret",
        "forbidden": "give the panel's user the right to it",
        "configuration": "look at the server part of the file",
    ]
}
