#!/usr/bin/env python3
"""Puts deliberate faults into a copy of the core, one at a time, and lets the simulated world look for each.

Every fault is a change of the text of one source file in which `fault(N)` chooses the wrong branch. All of them are put
into one copy in a temporary folder, which is built once; which one is switched on is told by the environment. So the
copy with none switched on must hold, and each of the others must not.

Prints a table: fault, the invariant that found it, how many seeds that took. What those seeds do not find is looked for
in the scenarios and in the seeds that the tests keep. Exit codes: 0 if all were found, 1 if some were not, 2 if a change
does not fit the sources or the copy does not build.
"""

import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

CORE = "Sources/RoomCore/"
SWITCH = """
/// Which deliberate fault is switched on; 0 for none.
nonisolated(unsafe) public var deliberateFault = 0

@inline(__always) func fault(_ number: Int) -> Bool { deliberateFault == number }
"""
MANIFEST = """// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "deliberate-faults",
    dependencies: [.package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")],
    targets: [
        .target(name: "RoomCore"),
        .target(name: "RoomSimulation", dependencies: ["RoomCore"]),
        .executableTarget(
            name: "domovoy-sim",
            dependencies: [
                "RoomSimulation", "RoomCore",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
    ])
"""

# Name, file, the right text, the wrong one; `F` stands for `fault(N)`.
FAULTS = [
    ("a no-show though the sensors were blind", "Verdicts/Room+Verdicts.swift",
     "if !isEnough(seen, of: window.length) { return .sensorsBlind }",
     "if !F, !isEnough(seen, of: window.length) { return .sensorsBlind }"),
    ("lost edges do not matter", "Verdicts/Room+Verdicts.swift",
     "if sitting.hasLostEdges {", "if !F, sitting.hasLostEdges {"),
    ("a no-show with a clock that jumped", "Verdicts/Room+Verdicts.swift",
     "trustedSince < start + ClockTrust.smallestJump", "F || trustedSince < start + ClockTrust.smallestJump"),
    ("a no-show though the server is unheard", "Verdicts/Room+Verdicts.swift",
     "if !isServerHeard(by: now.uptime(at: window.end), at: now) { return .serverUnheard }",
     "if !F, !isServerHeard(by: now.uptime(at: window.end), at: now) { return .serverUnheard }"),
    ("overlaps do not matter", "Verdicts/Room+Verdicts.swift",
     "if sitting.overlappedAt != nil || isOverlapped(rules.booking, in: window) {",
     "if !F, sitting.overlappedAt != nil || isOverlapped(rules.booking, in: window) {"),
    ("a verdict does not say what it replaces", "Verdicts/Room+Verdicts.swift",
     "replaces: replaced, evidence: evidence)", "replaces: F ? nil : replaced, evidence: evidence)"),
    ("a no-show a second early", "Verdicts/BookingRules.swift",
     "min(expectedFrom + policy.noShowAfter, booking.span.end)",
     "min(expectedFrom + policy.noShowAfter - (F ? .seconds(1) : .zero), booking.span.end)"),
    ("late a second late", "Verdicts/BookingRules.swift",
     "var lateFrom: WallTime { expectedFrom + policy.lateAfter }",
     "var lateFrom: WallTime { expectedFrom + policy.lateAfter + (F ? .seconds(1) : .zero) }"),
    ("long bookings are judged from a boundary off by one", "Verdicts/BookingRules.swift",
     "booking.span.length >= policy.neverJudgeFrom",
     "(F ? booking.span.length > policy.neverJudgeFrom : booking.span.length >= policy.neverJudgeFrom)"),
    ("the quiet tag is not heeded", "Verdicts/BookingRules.swift", "|| isQuiet", "|| (isQuiet && !F)"),
    ("lateness is counted from late_after", "Verdicts/BookingRules.swift",
     "return arrival - expectedFrom", "return arrival - (F ? lateFrom : expectedFrom)"),
    ("the hold is forgotten after a restart", "Presence/Senses.swift",
     "lastActive: Self.recent(memory.lastActiveEdges[sensor.name], at: now)",
     "lastActive: F ? nil : Self.recent(memory.lastActiveEdges[sensor.name], at: now)"),
    ("sittings are forgotten after a restart", "Room/Room.swift",
     "Sittings(recalled: memory.sittings)", "Sittings(recalled: F ? [] : memory.sittings)"),
    ("the outbox is forgotten after a restart", "Room/Room.swift",
     "            memory.outbox, lastNumber:",
     "            F ? [] : memory.outbox, lastNumber:"),
    ("verdict numbers begin anew after a restart", "Room/Room.swift",
     "lastVerdict = Self.number(memory.lastVerdict)", "lastVerdict = F ? 0 : Self.number(memory.lastVerdict)"),
    ("writes are sent while a press waits for the card", "Room/Room.swift",
     "guard settings.server != .none, !desk.isWaiting else { return }",
     "guard settings.server != .none, F || !desk.isWaiting else { return }"),
    ("the hold runs from the rising edge", "Presence/Sensor.swift",
     "if health == .ok, isActive || activeSince != nil {",
     "if health == .ok, isActive || (activeSince != nil && !F) {"),
    ("a sensor that warms up is believed", "Presence/Sensor.swift",
     "if now < warmUntil {", "if !F, now < warmUntil {"),
    ("a stuck sensor is believed", "Presence/Sensor.swift",
     "if let stuck = stuckAt, now >= stuck {", "if !F, let stuck = stuckAt, now >= stuck {"),
    ("a chattering sensor is believed", "Presence/Sensor.swift",
     "if chatter.isChattering(at: now) {", "if !F, chatter.isChattering(at: now) {"),
    ("two edges an hour apart check in", "Presence/CheckInEvidence.swift",
     "return instant - last <= within",
     "return instant - last <= (F ? .seconds(3_600) : within)"),
    ("a single edge checks in", "Presence/CheckInEvidence.swift",
     "            movement = (instant, instant)\n            return false\n",
     "            movement = (instant, instant)\n            return F\n"),
    ("activity before the start checks in", "Presence/CheckInEvidence.swift",
     "max(activeSince, start) + activeLevel", "(F ? activeSince : max(activeSince, start)) + activeLevel"),
    ("nobody is ever carried over", "Verdicts/Room+Sittings.swift",
     "if earlier.span.end <= booking.span.start, began < earlier.span.end {",
     "if !F, earlier.span.end <= booking.span.start, began < earlier.span.end {"),
    ("claimable a minute too soon", "Verdicts/Room+Sittings.swift",
     "sitting.lastSign) + vacancyNeeded(at: now)",
     "sitting.lastSign) + vacancyNeeded(at: now) - (F ? .seconds(60) : .zero)"),
    ("claimable at once when people came late", "Verdicts/Room+Sittings.swift",
     "return max(now.wall(at: vacantSince), sitting.lastSign)",
     "return max(now.wall(at: vacantSince), F ? now.wall(at: vacantSince) : sitting.lastSign)"),
    ("arrival before the window opens", "Verdicts/Room+Sittings.swift",
     "source: source, arrivedAt: max(now.wall(at: since), opens))",
     "source: source, arrivedAt: F ? now.wall(at: since) : max(now.wall(at: since), opens))"),
    ("a claim does not cut the claimed booking", "Button/Room+AdHoc.swift",
     "let cuts = held.filter(\\.isWritable).map",
     "let cuts = held.filter { $0.isWritable && !F }.map"),
    ("what was given up is cut again", "Button/Room+AdHoc.swift",
     "{ sittings[$0.id]?.givenUp == nil && !$0.isAllDay }",
     "{ (F || sittings[$0.id]?.givenUp == nil) && !$0.isAllDay }"),
    ("an ad hoc booking runs into the next one", "Button/Room+AdHoc.swift",
     "let end = min(start + policy.adHocLength, limit ?? start + policy.adHocLength)",
     "let end = min(start + policy.adHocLength, (F ? nil : limit) ?? start + policy.adHocLength)"),
    ("a press extends into the next booking", "Button/Room+AdHoc.swift",
     "if let limit = schedule.nextStart(notBefore: now.wall, except: booking.id) {",
     "if !F, let limit = schedule.nextStart(notBefore: now.wall, except: booking.id) {"),
    ("taking back does not withdraw", "Button/Room+AdHoc.swift",
     "wishes: [(.withdraw(id), .undo)] + returned",
     "wishes: (F ? [] : [(.withdraw(id), .undo)]) + returned"),
    ("anybody may end a booking", "Button/Room+AdHoc.swift",
     "guard booking.source == .panel || (policy.endServerBookings && booking.isWritable) else {",
     "guard F || booking.source == .panel || (policy.endServerBookings && booking.isWritable) else {"),
    ("a press that was not kept counts", "Button/Room+Presses.swift",
     "        press.outcome = .refused\n        press.refusal = .notStored",
     "        if F {\n            commit(waiting, at: now)\n            nextPress(at: now)\n            return\n        }\n"
     "        press.outcome = .refused\n        press.refusal = .notStored"),
    ("a press is shown before it is kept", "Button/Room+Presses.swift",
     "        desk.waiting = waiting\n", "        desk.waiting = waiting\n        if F { commit(waiting, at: now) }\n"),
    ("the press is heard last", "Room/Step.swift",
     "effects.insert(.acknowledgePress, at: 0)",
     "effects.insert(.acknowledgePress, at: F ? effects.count : 0)"),
    ("a retry does not wait", "Outbox/Outbox.swift",
     "guard underway == nil, now >= notBefore ?? now,", "guard underway == nil, F || now >= notBefore ?? now,"),
    ("writes overtake each other", "Outbox/Outbox.swift",
     "let index = entries.firstIndex(where: {\n                $0.state == .queued",
     "let index = F ? entries.lastIndex(where: { $0.state == .queued })\n                : entries.firstIndex(where: {\n                $0.state == .queued"),
    ("writes are given up after an hour", "Outbox/Outbox.swift",
     "now - $0.createdAt >= Self.expiresAfter", "now - $0.createdAt >= (F ? .seconds(3_600) : Self.expiresAfter)"),
    ("what is refused for good is tried for ever", "Outbox/Outbox+Answers.swift",
     "case .forbidden, .refused: return .rejected",
     "case .forbidden, .refused: return F ? .retried : .rejected"),
    ("a retry makes another booking", "Outbox/Outbox+Answers.swift",
     "        case .retried:\n            wait(after: entry, failure, jitter: jitter, at: now)\n",
     "        case .retried:\n            if F, case .create(var again) = entries[index].write {\n                again.id = BookingID(again.id.text + \"x\")\n                entries[index].write = .create(again)\n            }\n            wait(after: entry, failure, jitter: jitter, at: now)\n"),
    ("a stale schedule is taken as fresh", "Room/Room+Settling.swift",
     "return age >= policy.staleAfter", "return !F && age >= policy.staleAfter"),
    ("a jump does not shake trust", "Time/ClockTrust.swift",
     "        (isSynchronised, isServerNear) = (false, false)\n        trustedSince = nil\n",
     "        if F { return drift }\n        (isSynchronised, isServerNear) = (false, false)\n"
     "        trustedSince = nil\n"),
    ("a server two hours off makes the clock trusted", "Time/ClockTrust.swift",
     "offset <= Self.greatestServerOffset &&", "offset <= (F ? .seconds(7_200) : Self.greatestServerOffset) &&"),
    ("a copy that lags behind is believed", "Outbox/Outbox+Reading.swift",
     "return startedAt - answeredAt < Self.greatestLag",
     "return !F && startedAt - answeredAt < Self.greatestLag"),
    ("the later of two bookings has the room", "Schedule/Agenda.swift",
     "{ return left.span.start < right.span.start }",
     "{ return F ? left.span.start > right.span.start : left.span.start < right.span.start }"),
    ("what was given up has the room again", "Schedule/Agenda.swift",
     "if sittings[booking.id]?.endedAt != nil { return 3 }",
     "if sittings[booking.id]?.endedAt != nil { return F ? 1 : 3 }"),
    ("a claimable room is shown as taken", "Lamps/LampGrammar.swift",
     "case .claimable: LampSignal(free, .doubleBlink)", "case .claimable: LampSignal(F ? taken : free, .doubleBlink)"),
    ("the last minute is warned of too soon", "Lamps/Room+Lamps.swift",
     "now.wall >= due - BookingRules.lastWarning", "now.wall >= due - BookingRules.lastWarning - (F ? .seconds(30) : .zero)"),
    ("nobody wakes for the no-show", "Lamps/Room+Lamps.swift",
     "booking.span.end, rules.lateFrom, rules.noShowAt,",
     "booking.span.end, rules.lateFrom, F ? rules.lateFrom : rules.noShowAt,"),
    ("free in spite of people in the room", "Lamps/Room+Lamps.swift",
     "if senses.presence == .present { return .occupiedUnbooked }",
     "if !F, senses.presence == .present { return .occupiedUnbooked }"),
    ("a slot is not given up to whoever had it first", "Server/Room+Slots.swift",
     "guard trust.isTrusted else { return }",
     "guard !F, trust.isTrusted else { return }"),
    ("what people changed is no reason to drop what is owed", "Outbox/Outbox+Reading.swift",
     ".lagging : .done(index)\n        }\n        return .changed",
     ".lagging : .done(index)\n        }\n        return F ? .done(0) : .changed"),
    ("everybody is marked as having come", "Server/Room+Marks.swift",
     "if sitting.arrival == .noShow { return .noShow }",
     "if sitting.arrival == .noShow { return F ? .confirmed : .noShow }"),
    ("a jump does not ask for the schedule", "Room/Room.swift",
     "if settings.server != .none { step.order(.readSchedule) }",
     "if !F, settings.server != .none { step.order(.readSchedule) }"),
    ("the backlog overtakes what was told since", "Room/Backlog.swift",
     "guard record.isState, !(waiting.isEmpty && underway.isEmpty)",
     "guard !F, record.isState, !(waiting.isEmpty && underway.isEmpty)"),
    ("a takeover is told while it can be taken back", "Messages/TakeoverWatch.swift",
     "let settled = takeovers.filter { desk.undoEnds($0.claimant, at: now) == nil }\n"
     "        takeovers.removeAll { desk.undoEnds($0.claimant, at: now) == nil }",
     "let settled = takeovers.filter { F || desk.undoEnds($0.claimant, at: now) == nil }\n"
     "        takeovers.removeAll { F || desk.undoEnds($0.claimant, at: now) == nil }"),
    ("a room is called claimable that is not", "Messages/Room+Messages.swift",
     "isDueToBeOffered(booking, at: now) ? .claimable : nil",
     "F || isDueToBeOffered(booking, at: now) ? .claimable : nil"),
    ("a restart tells of all double bookings again", "Messages/DoubleBookingWatch.swift",
     "        remember(allIn: bookings)", "        if !F { remember(allIn: bookings) }"),
    ("a late journal tells of all double bookings again", "Messages/Room+Messages.swift",
     "if case .journal(.recalled) = event {", "if !F, case .journal(.recalled) = event {"),
    ("each reading tells of all double bookings", "Messages/DoubleBookingWatch.swift",
     "let unknown = pairs.filter { known[Self.key($0, $1)] == nil }",
     "let unknown = pairs.filter { F || known[Self.key($0, $1)] == nil }"),
    ("a message that failed is tried at once", "Messages/MessageBox.swift",
     "guard now >= notBefore ?? now else { return nil }", "guard F || now >= notBefore ?? now else { return nil }"),
    ("an older message stays beside the newer", "Messages/MessageBox.swift",
     "entries.removeAll { $0.message.tag == message.tag }",
     "entries.removeAll { !F && $0.message.tag == message.tag }"),
    ("a place is offered that is taken", "Messages/DoubleBookings.swift",
     "where other.isBlocking && other.id != booking.id && !other.span.isEmpty {",
     "where !F && other.isBlocking && other.id != booking.id && !other.span.isEmpty {"),
    ("a late journal's outbox is not taken up", "Room/Room+Recall.swift",
     "            memory.outbox, lastNumber:",
     "            F ? [] : memory.outbox, lastNumber:"),
    ("a late journal's people are not taken up", "Room/Room+Recall.swift",
     "for sitting in memory.sittings { recall(sitting.recalled) }",
     "for sitting in F ? [] : memory.sittings { recall(sitting.recalled) }"),
    ("what is done is owed again when the journal opens", "Outbox/Outbox.swift",
     "&& recalled.insert(entry.number).inserted", "&& (F || recalled.insert(entry.number).inserted)"),
    ("numbers without a journal begin at 1", "Room/Record.swift",
     "let number = max(seconds, 0) << 20", "let number = F ? 0 : max(seconds, 0) << 20"),
    ("added time never yields", "Outbox/OutboxEntry.swift",
     "where cause == .press && from < to:",
     "where !F && cause == .press && from < to:"),
    ("an outdated write is tried again", "Outbox/Outbox+Answers.swift",
     "return isOutdated(entry) ? .superseded : .retried",
     "return !F && isOutdated(entry) ? .superseded : .retried"),
    ("a cut that the door has shown is not decided anew", "Server/Room+Intents.swift",
     "} else if wasRenewed ||",
     "} else if F || wasRenewed ||"),
    ("a cut is decided anew again and again", "Server/Room+Intents.swift",
     "to: givenUp.at), .renewal, at: now)",
     "to: givenUp.at), F ? .press : .renewal, at: now)"),
    ("what waited for the journal overtakes what it remembers", "Room/Room+Recall.swift",
     "        keep(both)", "        if F { sittings[both.booking] = both } else { keep(both) }"),
    ("an answered intent is forgotten at once", "Outbox/Outbox+Reading.swift",
     "$0.state == .answered && !isRecent($0, startedAt)",
     "$0.state == .answered && (F || !isRecent($0, startedAt))"),
    ("what has changed is not published", "Room/Room+Settling.swift",
     "        step.isPublishing = true", "        step.isPublishing = F ? step.isPublishing : true"),
    ("the kernel's word outlives a jump", "Time/ClockTrust.swift",
     "(isSynchronised, isServerNear) = (false, false)",
     "(isSynchronised, isServerNear) = (F && isSynchronised, false)"),
    ("what was moved while given up keeps its old time", "Server/Room+GivenUp.swift",
     "followed.forgetSchedule()", "if !F { followed.forgetSchedule() }"),
    ("time given again at once is not followed", "Server/Room+Server.swift",
     "        followGivenUp(reading, lagging: found.lagging, startedAt: startedAt, at: now)",
     "        if !F || !isSame { followGivenUp(reading, lagging: found.lagging, startedAt: startedAt, at: now) }"),
    ("an end that lies ahead after a restart stays", "Room/Room+Settling.swift",
     "            takeBackFutureEnds(at: now)", "            if !F { takeBackFutureEnds(at: now) }"),
    ("a sitting is closed though something is owed about it", "Verdicts/Room+Sittings.swift",
     "            !outbox.isOpen(sitting.booking)",
     "            F || !outbox.isOpen(sitting.booking)"),
    ("what was never sent is not folded", "Outbox/Outbox.swift",
     "let unsent = replaced.last",
     "let unsent = F ? nil : replaced.last"),
    ("what yields keeps the other one's time", "Server/Room+Slots.swift",
     "let end = max(rival.span.start, isWhole",
     "let end = F ? rival.span.end : max(rival.span.start, isWhole"),
    ("a claim taken back gives time to what was moved", "Server/Room+GivenUp.swift",
     "shown.isSameEnd(as: givenUp.at)",
     "F || shown.isSameEnd(as: givenUp.at)"),
    ("a claim that is not to be gives back what others gave up", "Server/Room+GivenUp.swift",
     "$0.givenUp?.cause == .claim(claimant) &&",
     "(F || $0.givenUp?.cause == .claim(claimant)) &&"),
    ("an answer is not kept", "Server/Room+Server.swift",
     "keep([entry], isNoted: true)",
     "if !F { keep([entry], isNoted: true) }"),
    ("a reading of another time drops what is owed", "Server/Room+Intents.swift",
     "guard shown != nil || lies(",
     "guard F || shown != nil || lies("),
    ("what the button booked ahead is never told its end", "Server/Room+GivenUp.swift",
     "if sitting.checkIn?.source != .adHoc {",
     "if F || sitting.checkIn?.source != .adHoc {"),
    ("what waited for room overtakes a press", "Room/Room+Keeping.swift",
     "!backlog.isEmpty, !desk.isWaiting {", "!backlog.isEmpty, RoomCore.F || !desk.isWaiting {"),
    ("a slot is given up while a press waits", "Server/Room+Slots.swift",
     "!desk.isChanging(id)",
     "(F || !desk.isChanging(id))"),
    ("what is made longer stays judged as left", "Verdicts/Room+Sittings.swift",
     "if booking.span.end > old.span.end { sitting.leaving", "if !F, booking.span.end > old.span.end { sitting.leaving"),
    ("a release counts as done before the server has it", "Verdicts/Room+Verdicts.swift",
     "sitting.givenUp = Sitting.GivenUp(at: end, by: .noShow)",
     "sitting.givenUp = Sitting.GivenUp(at: end, by: .noShow, isOnServer: F)"),
    ("people are late for what did not exist", "Verdicts/BookingRules.swift",
     "min(max(start, known ?? start), end)", "min(max(start, F ? start : known ?? start), end)"),
    ("told too late is a no-show", "Verdicts/Room+Verdicts.swift",
     "if !isEnough(window.length, of: rules.fullWindow) {", "if !F, !isEnough(window.length, of: rules.fullWindow) {"),
    ("what comes back to the calendar was known all along", "Verdicts/Room+Sittings.swift",
     "if booking?.isBlocking != true { forget(sitting) }", "if !F, booking?.isBlocking != true { forget(sitting) }"),
    ("who was expected before a restart is expected since then", "Verdicts/Sitting.swift",
     "guard awaitsPeople else { return self }", "guard !F, awaitsPeople else { return self }"),
    ("a whole day has the room before a meeting", "Schedule/Agenda.swift",
     "if booking.isAllDay { return 2 }", "if !F, booking.isAllDay { return 2 }"),
    ("a meeting beside a whole day is overlapped", "Verdicts/Room+Sittings.swift",
     "for booking in agenda.conflicts where !booking.isAllDay {",
     "for booking in F && !agenda.conflicts.isEmpty ? agenda.running[...] : agenda.conflicts\n"
     "        where F || !booking.isAllDay {"),
    ("a claim cuts a whole day", "Button/Room+AdHoc.swift",
     "&& !$0.isAllDay }", "&& (F || !$0.isAllDay) }"),
    ("one's own double booking is told under both", "Messages/DoubleBookingRound.swift",
     "guard Person(of: first) != Person(of: second) else {",
     "guard F || Person(of: first) != Person(of: second) else {"),
    ("each double booking is a message of its own", "Messages/DoubleBookingRound.swift",
     "if let place = places[person] { return place }", "if !F, let place = places[person] { return place }"),
    ("an edge in a rhythm is believed", "Presence/Plausibility.swift",
     "if rhythm.period != nil {", "if !F, rhythm.period != nil {"),
    ("a line that never pauses is believed", "Presence/Plausibility.swift",
     "if let doubt = doubtedFrom(settings), doubt <= now {",
     "if !F, let doubt = doubtedFrom(settings), doubt <= now {"),
    ("a short quiet makes an implausible sensor believed", "Presence/Plausibility.swift",
     "max(settings.hold, (rhythm.period ?? .zero) * 2)", "F ? .seconds(1) : max(settings.hold, (rhythm.period ?? .zero) * 2)"),
    ("a sensor that has seen nobody is believed", "Presence/Sensor.swift",
     "if unseen.count >= Self.greatestUnseen {", "if !F, unseen.count >= Self.greatestUnseen {"),
    ("an edge does not end silence", "Presence/Sensor.swift",
     "        unseen = []\n", "        if !F { unseen = [] }\n"),
    ("what a sensor missed is forgotten after a restart", "Presence/Senses.swift",
     "unseen: Self.unseen(by: sensor.name, in: memory.sittings)",
     "unseen: F ? [] : Self.unseen(by: sensor.name, in: memory.sittings)"),
    ("a refusal is told for ever", "Lamps/Room+Lamps.swift",
     "next.consider(shown.refusal?.toldUntil)", "next.consider(F ? nil : shown.refusal?.toldUntil)"),
    ("a no-show while somebody is there", "Verdicts/Room+Absence.swift",
     "guard senses.presence != .present else { return }",
     "guard F || senses.presence != .present else { return }"),
    ("the room of a no-show is claimable while somebody is there", "Verdicts/Room+Sittings.swift",
     "senses.presence != .present && isOffered(booking, at: now)",
     "(F || senses.presence != .present) && isOffered(booking, at: now)"),
    ("a no-show takes the room back while somebody is there", "Schedule/Agenda.swift",
     "return isOffered(booking, at: now) ? 1 : 0", "return (F ? isClaimable(booking, at: now) : isOffered(booking, at: now)) ? 1 : 0"),
    ("people carried over are on time", "Verdicts/Room+Verdicts.swift",
     "if checkIn.source == .carriedOver {", "if !F, checkIn.source == .carriedOver {"),
    ("unused time is only that at the end", "Verdicts/UnusedTime.swift",
     "where part.to - part.from >= needed {", "where !F && part.to - part.from >= needed {"),
    ("nobody is missed by the sensors", "Verdicts/Room+Verdicts.swift",
     "return missedPeople(at: now) == nil ? nil : .sensorsMissPeople",
     "return F || missedPeople(at: now) == nil ? nil : .sensorsMissPeople"),
    ("an early end does not wait for the silence", "Presence/Room+Silence.swift",
     "return max(policy.vacantAfter, missed.length * 3 / 2)",
     "return max(policy.vacantAfter, F ? .zero : missed.length * 3 / 2)"),
    ("a silence goes on over a movement", "Presence/SilenceWatch.swift",
     "if isActive || self.isActive || believed != self.believed {",
     "if !F && (isActive || self.isActive) || believed != self.believed {"),
    ("silences are forgotten after a restart", "Presence/Senses.swift",
     "silences = SilenceMemory(memory.silences)", "silences = SilenceMemory(F ? [] : memory.silences)"),
    ("late, though the panel was blind before", "Verdicts/Room+Lateness.swift",
     "return blindness(in: awaited, sitting, at: now).map { .atMost($0) }",
     "return F ? nil : blindness(in: awaited, sitting, at: now).map { .atMost($0) }"),
    ("what began before is judged without the journal", "Room/JournalWord.swift",
     "isAwaited && booking.span.start", "!F && isAwaited && booking.span.start"),
    ("how a booking was left is not judged at its end", "Verdicts/Room+Leaving.swift",
     "} else if now.wall >= rules.booking.span.end {", "} else if !F, now.wall >= rules.booking.span.end {"),
    ("a no-show is not cut on the server", "Verdicts/Room+Verdicts.swift",
     "if isReleasing, let end = release(rules.booking, at: now) {",
     "if !F, isReleasing, let end = release(rules.booking, at: now) {"),
    ("a release is told at the verdict", "Messages/ReleaseWatch.swift",
     "sittings[release.booking]?.givenUp?.isOnServer ?? false",
     "F || sittings[release.booking]?.givenUp?.isOnServer ?? false"),
    ("a claim that may not cut gives the room back", "Server/Room+Server.swift",
     "if case .claim(let claimant)? = sittings[id]?.givenUp?.cause,",
     "if !F, case .claim(let claimant)? = sittings[id]?.givenUp?.cause,"),
    ("what was answered is asked again after a restart", "Outbox/Outbox.swift",
     "if entry.state == .answered {\n                answers[entry.number] = now",
     "if !F, entry.state == .answered {\n                answers[entry.number] = now"),
    ("a copy may lag behind for an hour", "Outbox/Outbox+Reading.swift",
     "startedAt - answeredAt < Self.greatestLag",
     "startedAt - answeredAt < (F ? .seconds(3_600) : Self.greatestLag)"),
    ("what an intent was decided on is no state of its chain", "Outbox/Outbox+Reading.swift",
     "if links.isEmpty { links.append(.end(from)) }",
     "if !F, links.isEmpty { links.append(.end(from)) }"),
    ("any receipt makes a press true", "Button/Room+Presses.swift",
     "waiting.receipt == receipt else { return }\n        desk.waiting = nil\n        commit(waiting, at: now)",
     "F || waiting.receipt == receipt else { return }\n        desk.waiting = nil\n        commit(waiting, at: now)"),
    ("presses about two bookings prove a silence", "Presence/SilenceWatch.swift",
     "let proven = self.booking == booking ? longest : nil",
     "let proven = F || self.booking == booking ? longest : nil"),
    ("what one sensor missed is held against two", "Presence/SensorSilence.swift",
     "believed.allSatisfy(silence.sensors.contains)",
     "(F ? silence.sensors.allSatisfy(believed.contains) : believed.allSatisfy(silence.sensors.contains))"),
]


def swap(folder, number, file, right, wrong):
    """Puts one fault into the copy, where its text must occur exactly once; returns what does not fit, or None."""
    path = folder / CORE / file
    if not path.exists():
        return f"fault {number}: {file}: there is no such file"
    text = path.read_text()
    if text.count(right) != 1:
        return f"fault {number}: {file}: {text.count(right)} places for {right!r}"
    path.write_text(text.replace(right, re.sub(r"\bF\b", f"fault({number})", wrong)))
    return None


def give_up(reasons):
    for reason in reasons:
        print(f"faults.py: {reason}", file=sys.stderr)
    sys.exit(2)


def copy(root, folder):
    for part in ["RoomCore", "RoomSimulation", "domovoy-sim"]:
        shutil.copytree(root / "Sources" / part, folder / "Sources" / part)
    (folder / "Package.swift").write_text(MANIFEST)
    resolved = root / "Package.resolved"
    if resolved.exists():
        shutil.copy(resolved, folder)
    (folder / CORE / "DeliberateFault.swift").write_text(SWITCH)
    misfits = [swap(folder, number, *change) for number, (_, *change) in enumerate(FAULTS, 1)]
    misfits = [misfit for misfit in misfits if misfit]
    if misfits:
        give_up(misfits)
    main = folder / "Sources/domovoy-sim/DomovoySim.swift"
    text = main.read_text().replace("import ArgumentParser", "import ArgumentParser\nimport Foundation\nimport RoomCore", 1)
    text = text.replace("@main\n", "@main\n", 1).rstrip()
    if not text.endswith("}"):
        give_up(["DomovoySim.swift does not end as expected"])
    text = text[:-1] + """
    static func main() {
        deliberateFault = Int(ProcessInfo.processInfo.environment["FAULT"] ?? "") ?? 0
        self.main(nil)
    }
}
"""
    main.write_text(text)


def kept_seeds(root):
    """The seeds that the tests keep, as each of them found something once."""
    text = (root / "Tests/RoomSimulationTests/HuntTests.swift").read_text()
    return [int(seed) for seed in re.findall(r"\b\d+\b", text[:text.index("as [UInt64]")])]


def replay(binary, number, root):
    """The first scenario, or seed that the tests keep, that finds it; None if none does."""
    environment = dict(os.environ, FAULT=str(number))
    listed = subprocess.run([binary, "sweep", "--list"], capture_output=True, text=True).stdout
    worlds = [("--scenario", line.split(":")[0]) for line in listed.splitlines()]
    worlds += [("--seed", str(seed)) for seed in kept_seeds(root)]
    for kind, name in worlds:
        run = subprocess.run([binary, "replay", kind, name], env=environment, capture_output=True, text=True)
        if run.returncode == 1:
            found = re.findall(r"^([a-z-]+): ", run.stdout, re.M)
            return (found[-1] if found else "?", f"{kind[2:]} {name}")
    return None


def hunt(binary, number, seeds, jobs):
    """The first seed that finds it and the invariant; None if none does."""
    environment = dict(os.environ, FAULT=str(number))
    done = 0
    step = 50
    while done < seeds:
        upper = min(done + step, seeds)
        run = subprocess.run(
            [binary, "hunt", "--seeds", f"{done + 1}..<{upper + 1}", "--jobs", str(jobs), "--violations", "1", "--once"],
            env=environment, capture_output=True, text=True)
        found = sorted((int(seed), name) for seed, name in re.findall(r"^seed (\d+): ([a-z-]+):", run.stdout, re.M))
        if found:
            return found[0]
        if run.returncode not in (0, 1):
            return (done + 1, f"exit code {run.returncode}")
        done = upper
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=1500, help="seeds tried for each fault (1500)")
    parser.add_argument("--jobs", type=int, default=2, help="worlds run at the same time (2)")
    parser.add_argument("--only", type=int, nargs="+", help="only the faults of these numbers")
    parser.add_argument("--swift", default="swift", help="the swift command")
    parser.add_argument("--check", action="store_true", help="only tell which faults do not fit the sources any more")
    options = parser.parse_args()
    for number in options.only or []:
        if not 1 <= number <= len(FAULTS):
            parser.error(f"--only {number}: allowed is 1 to {len(FAULTS)}")
    root = pathlib.Path(__file__).resolve().parents[2]
    with tempfile.TemporaryDirectory(prefix="faults-") as name:
        folder = pathlib.Path(name)
        copy(root, folder)
        if options.check:
            print(f"{len(FAULTS)} faults fit")
            return 0
        build = subprocess.run(
            options.swift.split() + ["build", "-c", "release", "--package-path", name, "--product", "domovoy-sim"],
            capture_output=True, text=True)
        if build.returncode != 0:
            print(build.stdout[-4000:], build.stderr[-2000:], file=sys.stderr)
            return 2
        binary = str(folder / ".build/release/domovoy-sim")
        numbers = options.only or range(1, len(FAULTS) + 1)
        missed = 0
        if not options.only:
            clean = hunt(binary, 0, min(options.seeds, 100), options.jobs)
            print(f"{0:3}  {'no fault':55}  {'-' if clean is None else f'FAILS: {clean[1]} with seed {clean[0]}'}")
            missed += clean is not None
        for number in numbers:
            found = hunt(binary, number, options.seeds, options.jobs)
            kept = None if found else replay(binary, number, root)
            result = f"NOT FOUND in {options.seeds} seeds"
            if found:
                result = f"{found[1]}, after {found[0]} seeds"
            elif kept:
                result = f"{kept[0]}, by {kept[1]}"
            missed += not found and not kept
            print(f"{number:3}  {FAULTS[number - 1][0]:55}  {result}", flush=True)
        print(f"{len(list(numbers))} faults, {missed} missed")
        return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
