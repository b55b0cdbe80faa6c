import RoomCore
import Testing
import Wording

struct PhrasebookTests {
    private let english = Phrasebook(.en)
    private let russian = Phrasebook(.ru)

    private func evidence(moves: Int = 0) -> Verdict.Evidence {
        Verdict.Evidence(
            firstPresence: nil, activeEdges: moves, checkIn: nil, observedSeconds: 590,
            dueSeconds: 600, sensors: ["pir": .ok, "radar": .gone], syncAgeSeconds: 20,
            isClockTrusted: true)
    }

    private func verdict(
        _ kind: Verdict.Kind, seconds: Int? = nil, reason: Verdict.Reason? = nil,
        atMostBecause doubt: Verdict.Reason? = nil, isShadow: Bool = false
    ) -> Verdict {
        var evidence = evidence()
        evidence.atMostBecause = doubt
        return Verdict(
            number: 1, booking: BookingID("b"),
            span: Span(start: WallTime(secondsSinceEpoch: 0), length: .seconds(3_600)),
            givenAt: WallTime(secondsSinceEpoch: 600), kind: kind, seconds: seconds,
            reason: reason, evidence: evidence, isShadow: isShadow)
    }

    @Test(arguments: [
        (0, "движений не было"), (1, "1 движение"), (2, "2 движения"), (4, "4 движения"),
        (5, "5 движений"), (11, "11 движений"), (12, "12 движений"), (14, "14 движений"),
        (21, "21 движение"), (22, "22 движения"), (25, "25 движений"), (111, "111 движений"),
        (121, "121 движение"), (1_002, "1002 движения"),
    ])
    func russianCountsMovementsAsItCountsAnything(count: Int, text: String) {
        #expect(russian.movements(count) == text)
    }

    @Test(arguments: [(0, "no movement"), (1, "1 movement"), (21, "21 movements")])
    func englishHasOneAndMany(count: Int, text: String) {
        #expect(english.movements(count) == text)
    }

    @Test(arguments: [
        (0, "0 s", "0 с"), (59, "59 s", "59 с"), (375, "6 min", "6 мин"),
        (3_600, "1 h", "1 ч"), (3_900, "1 h 5 min", "1 ч 5 мин"), (3_659, "1 h", "1 ч"),
    ])
    func minutesRoundDown(seconds: Int, inEnglish: String, inRussian: String) {
        #expect(english.duration(seconds) == inEnglish)
        #expect(russian.duration(seconds) == inRussian)
    }

    @Test func silenceNamesTheSensorsThatWereSilentToo() {
        let silence = SensorSilence(
            sensors: ["pir", "radar"], seconds: 3_720, endedAt: WallTime(secondsSinceEpoch: 0))
        let time = { (_: WallTime) in "10:07" }
        #expect(
            english.silence(silence, of: "pir", time: time)
                == "1 h 2 min, until 10:07, together with radar")
        #expect(
            russian.silence(silence, of: "radar", time: time)
                == "1 ч 2 мин, до 10:07, вместе с pir")
        #expect(english.silence(nil, of: "pir", time: time).hasPrefix("none of 5 min or more"))
    }

    @Test func verdictsAreShortInTablesAndWholeSentencesElsewhere() {
        let late = verdict(.late, seconds: 375)
        #expect(english.verdict(late) == "late by 6 min")
        #expect(russian.verdict(late) == "опоздание на 6 мин")
        #expect(english.finding(late) == "Its people came 6 min late.")
        #expect(russian.finding(late) == "Люди опоздали на 6 мин.")
        let doubtful = verdict(.late, seconds: 375, atMostBecause: .edgesLost)
        #expect(english.verdict(doubtful) == "late by at most 6 min: edges lost")
        #expect(
            russian.finding(doubtful)
                == "Люди опоздали не больше чем на 6 мин: часть сигналов датчиков потеряна.")
        let left = verdict(.endedEarly, seconds: 2_400, isShadow: true)
        #expect(english.verdict(left) == "ended early, 40 min unused (only watched)")
        #expect(
            russian.finding(left) == """
                Комнату освободили раньше, не использовано 40 мин. Панель только наблюдала, и \
                ничего за этим не последовало.
                """)
    }

    @Test func evidenceIsOneSentence() {
        #expect(
            english.evidence(evidence()) { _ in "10:06" } == """
                Not taken up, nobody seen, no movement, watched 9 min of 10 min, pir ok, radar gone, \
                schedule 20 s old, clock trusted.
                """)
        var seen = evidence(moves: 3)
        seen.firstPresence = WallTime(secondsSinceEpoch: 0)
        seen.checkIn = .activity
        #expect(
            russian.evidence(seen) { _ in "10:06" } == """
                Приход отмечен по датчикам, кого-то видно с 10:06, 3 движения, наблюдали 9 мин из \
                10 мин, pir исправен, radar пропал, расписание получено 20 с назад, часам можно \
                верить.
                """)
    }

    @Test func writeNamesBothEnds() {
        let end = english.write(.changeEnd, oldEnd: "11:00", newEnd: "10:10", mark: nil)
        #expect(end == "end 10:10 in place of 11:00")
        #expect(
            russian.write(.mark, oldEnd: nil, newEnd: nil, mark: .noShow) == "пометка: неявка")
        #expect(
            russian.message(.released, .told)
                == "организатору сообщено: никто не пришёл, остаток брони снят")
    }

    /// A name that was forgotten would be empty, in the other language, or that of another case.
    @Test func everythingHasWordsOfItsOwnInBothLanguages() {
        func check(_ texts: [String], _ others: [String]) {
            #expect(Set(texts).count == texts.count, "\(texts)")
            #expect(zip(texts, others).allSatisfy { $0 != $1 && !$0.isEmpty && !$1.isEmpty })
            #expect(others.allSatisfy { $0.unicodeScalars.contains { $0.value > 0x400 } })
        }
        func checkAll<Name: CaseIterable>(
            _ type: Name.Type, _ words: (Phrasebook, Name) -> String
        ) {
            let names = Array(Name.allCases)
            check(names.map { words(english, $0) }, names.map { words(russian, $0) })
        }
        checkAll(Verdict.Kind.self) { $0.verdict(verdict($1)) }
        checkAll(Verdict.Kind.self) { $0.finding(verdict($1)) }
        checkAll(Verdict.Reason.self) { $0.reason($1) }
        checkAll(Verdict.Reason.self) { $0.finding(verdict(.unverifiable, reason: $1)) }
        checkAll(SensorHealth.self) { $0.health($1) }
        checkAll(Press.Outcome.self) { $0.outcome($1) }
        checkAll(Press.Refusal.self) { $0.refusal($1) }
        checkAll(OutboxEntry.State.self) { $0.state($1) }
        checkAll(OutboxEntry.Cause.self) { $0.cause($1) }
        checkAll(Message.Kind.self) { $0.subject($1) }
        checkAll(MessageRecord.Result.self) { $0.message(.late, $1) }
        checkAll(Phrasebook.End.self) { $0.end($1, at: "10:10") }
        checkAll(BookingMark.self) { $0.write(.mark, oldEnd: nil, newEnd: nil, mark: $1) }
        checkAll(ServerOperation.self) { $0.write($1, oldEnd: "1", newEnd: "2", mark: nil) }
        checkAll(CommissioningOutcome.self) { $0.outcome($1) }
        checkAll(CommissioningStep.Place.self) { $0.place($1) }
        checkAll(SensorSight.self) { $0.sight($1) }
    }

    /// One word stands for several causes: a tap on what never was, too early, or on what people have changed.
    @Test func wordsOfARefusalHoldForEachOfItsCauses() {
        let changed = english.refusal(.changedMeanwhile)
        #expect(changed == "the booking had changed, or was not open for that")
        #expect(english.refusal(.slotTaken) == "the time was not free")
    }

    @Test(
        arguments: [
            ([:], Language.en), (["LANG": "ru_RU.UTF-8"], .ru), (["LANG": "ru"], .ru),
            (["LANG": "rue_UA.UTF-8"], .en), (["LANG": "C.UTF-8"], .en),
            (["LANG": "en_GB.UTF-8", "LC_MESSAGES": "ru_RU.UTF-8"], .ru),
            (["LANG": "ru_RU.UTF-8", "LC_ALL": "C"], .en),
            (["LANG": "ru_RU.UTF-8", "LC_MESSAGES": "", "LC_ALL": ""], .ru),
        ] as [([String: String], Language)])
    func languageIsThatOfTheEnvironmentsMessages(environment: [String: String], language: Language)
    {
        #expect(Language(environment: environment) == language)
    }
}
