public import RoomCore

/// The certificate of a panel in words.
extension Phrasebook {
    /// A certificate as it is read.
    ///
    /// - Parameter time: shows an instant as people in the room read it, with its day and its zone.
    public func sheet(
        _ certificate: Certificate, time: (WallTime) -> String
    ) -> CertificateSheet {
        let about = certificate.particulars
        return CertificateSheet(
            language: language,
            title: say(
                "Commissioning of \(about.roomName)", "Ввод в работу: \(about.roomName)"),
            outcome: outcome(certificate.outcome),
            facts: facts(certificate, time), adviceHeading: say("To be done", "Что сделать"),
            advice: advice(certificate),
            sections: [results(certificate), lines(certificate), settings(certificate)])
    }

    /// That a panel has no certificate, as what comes before the command that makes one.
    public var notCommissioned: String {
        say("Not commissioned yet: run", "Панель ещё не введена в работу: выполните")
    }

    /// What a page is called that has no certificate to show.
    public var commissioning: String { say("Commissioning", "Ввод в работу") }

    /// A link from a page to the door's.
    public var backToTheDoor: String { say("Back to the door", "Назад к двери") }

    private func facts(
        _ certificate: Certificate, _ time: (WallTime) -> String
    ) -> [CertificateSheet.Fact] {
        let about = certificate.particulars
        let doubt = say(
            " (the clock was not synchronised)", " (часы не были синхронизированы)")
        let given = time(about.givenAt)
        return [
            .init(say("number", "номер"), "\(certificate.number)"),
            .init(say("by", "кто"), about.signedBy),
            .init(
                say("when", "когда"), given + (about.isClockSynchronised ? "" : doubt)),
            .init(say("room", "комната"), "\(about.roomName) (\(about.roomID))"),
            .init(say("board", "плата"), about.board),
            .init(say("chip", "чип"), about.chip),
            .init(say("program", "программа"), "domovoy \(about.version)"),
        ]
    }

    private func advice(_ certificate: Certificate) -> [String] {
        let changes = certificate.changes.map { change in
            let (old, new) = (duration(change.fromSeconds), duration(change.toSeconds))
            return say(
                "Set hold of sensor \(change.sensor) to \(new) or more (now \(old)).",
                "Задайте hold датчика \(change.sensor) не меньше \(new) (сейчас \(old)).")
        }
        let blind = certificate.blindSensors.map { name in
            say(
                "Sensor \(name) saw nobody in any test: look at its place and its wires.",
                "Датчик \(name) никого не видел ни в одной проверке: проверьте место и провода.")
        }
        let failed = certificate.results.filter { $0.outcome == .failed }.compactMap(remedy)
        let untested = certificate.untestedSensors.map { name in
            say(
                "Sensor \(name) reports over HTTP, and was not tested.",
                "Датчик \(name) сообщает по HTTP и не проверялся.")
        }
        return changes + blind + failed + untested
    }

    /// What is to be done about places that nobody sees; the other steps say it themselves.
    private func remedy(_ result: CommissioningResult) -> String? {
        switch result.step {
        case .walk, .seated:
            say(
                "Move a sensor or add one, and repeat: \(step(result.step)).",
                "Переставьте датчик или добавьте ещё один и повторите: \(step(result.step)).")
        case .lamp, .button: nil
        }
    }

    private func results(_ certificate: Certificate) -> CertificateSheet.Section {
        let rows = certificate.results.map { result -> [[String]] in
            let tries = result.tries > 1 ? ["\(result.tries)"] : []
            return [
                [step(result.step)], [outcome(result.outcome)], findings(result), tries,
            ]
        }
        return CertificateSheet.Section(
            say("Results", "Результаты"),
            [
                say("step", "шаг"), say("result", "итог"), say("what was found", "что найдено"),
                say("tries", "попытки"),
            ], rows, detail: 2)
    }

    private func lines(_ certificate: Certificate) -> CertificateSheet.Section {
        CertificateSheet.Section(
            say("Lines", "Линии"),
            [
                say("what", "что"), say("line", "линия"), say("active", "активный уровень"),
                say("bias", "подтяжка"),
            ],
            certificate.lines.map { line in
                [[line.name], [line.line], [line.active.rawValue], line.bias.map { [$0] } ?? []]
            })
    }

    private func settings(_ certificate: Certificate) -> CertificateSheet.Section {
        CertificateSheet.Section(
            say("Settings in force", "Действующие настройки"),
            [say("key", "ключ"), say("value", "значение")],
            certificate.settings.map { [[$0.key], [$0.value]] })
    }
}
