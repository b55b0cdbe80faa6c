import PanelWeb
import RoomCore
import ServiceLifecycle
import Synchronization
import Testing
import WebTestKit

/// What can be tapped on the page.
@Suite(
    .serialized, .timeLimit(.minutes(HangGuard.minutes)),
    .enabled(if: Browser.path != nil, "no chromium or chrome in PATH"))
struct PageActionsTests {
    private static let seen = Tap.Seen(
        BookingID("a/1"),
        Span(start: .sample("2026-11-21T18:50:00Z"), length: .seconds(3_600)))

    /// It is 22:00 in Moscow; something begins at 22:40, and something else at 23:40.
    private func door(
        _ change: @escaping @Sendable (inout RoomState) -> Void = { _ in }
    ) -> ScriptedPanel {
        ScriptedPanel { script in
            var offers = RoomState.Offers()
            offers.gaps = [
                .init(from: nil, until: .sample("2026-11-21T19:40:00Z")),
                .init(
                    from: .sample("2026-11-21T20:00:00Z"), until: .sample("2026-11-21T20:40:00Z")),
                .init(from: .sample("2026-11-22T09:00:00Z"), until: nil),
            ]
            script.state.offers = offers
            change(&script.state)
            script.onPress = { tap in
                Press(
                    number: 1, pressedAt: .sample("2026-11-21T19:00:00Z"),
                    wish: Press.Wish(tap.deed), outcome: .booked)
            }
        }
    }

    private static let labels =
        "[...document.querySelectorAll('#act-groups button')].map((button) => button.textContent)"

    /// Taps a button, and waits until the panel has answered.
    private func tap(_ id: String, on tab: inout BrowserPage) async throws {
        let _: Bool = try await tab.value(of: "document.getElementById('\(id)').click() ?? true")
        try await tab.wait(
            for: "document.getElementById('actions').getAttribute('aria-busy') === 'false'")
    }

    @Test func gapsOfTodayAreOfferedInTheLengthsThatFit() async throws {
        let labels: [String] = try await visit(door()) { try await $0.value(of: Self.labels) }
        #expect(labels == ["15 min", "30 min", "until 22:40", "15 min", "30 min", "until 23:40"])
    }

    @Test func nothingCanBeTappedWhereThePageMayNotPress() async throws {
        let isHidden: Bool = try await visit(door { $0.offers = nil }) {
            try await $0.value(of: "document.getElementById('actions').hidden")
        }
        #expect(isHidden)
    }

    @Test func oneTapBooks() async throws {
        let panel = door()
        try await visit(panel) { tab in
            try await tap("act-gap-0-30", on: &tab)
            try await tap("act-gap-1-next", on: &tab)
        }
        #expect(
            panel.taps.map(\.deed) == [
                .book(from: nil, until: .sample("2026-11-21T19:30:00Z")),
                .book(
                    from: .sample("2026-11-21T20:00:00Z"), until: .sample("2026-11-21T20:40:00Z")),
            ])
        #expect(Set(panel.taps.map(\.id)).count == 2)
    }

    @Test func peopleCheckInEndAndTakeBackWhatTheySaw() async throws {
        let panel = door {
            $0.offers?.checkIn = Self.seen
            $0.offers?.end = Self.seen
            $0.offers?.takeBack = .init(
                Self.seen, of: .booked, until: .sample("2026-11-21T19:00:08Z"))
        }
        let shown: [String] = try await visit(panel) { tab in
            for id in ["act-check-in", "act-end", "act-take-back"] { try await tap(id, on: &tab) }
            return try await tab.value(
                of: """
                    [document.getElementById('act-note').textContent,
                     document.getElementById('act-take-back').textContent]
                    """)
        }
        #expect(panel.taps.map(\.deed) == [.checkIn, .end, .takeBack])
        #expect(panel.taps.allSatisfy { $0.seen == Self.seen })
        #expect(shown == ["Booked until 22:50", "Take back · 8 s"])
    }

    @Test func claimSaysWhatGivesWay() async throws {
        let panel = door { $0.offers?.gaps[0].inPlaceOf = Self.seen }
        try await visit(panel) { tab in try await tap("act-gap-0-15", on: &tab) }
        #expect(panel.taps.map(\.seen) == [Self.seen])
    }

    @Test func whatCannotBeTakenBackAnyMoreIsNotOffered() async throws {
        let panel = door {
            $0.offers?.takeBack = .init(
                Self.seen, of: .booked, until: .sample("2026-11-21T18:59:59Z"))
        }
        let isThere: Bool = try await visit(panel) {
            try await $0.value(of: "document.getElementById('act-take-back') !== null")
        }
        #expect(!isThere)
    }

    @Test func pressThatThePanelDoesNotTakeIsToldInWords() async throws {
        let panel = door()
        panel.script.withLock {
            $0.onPress = { tap in
                Press(
                    number: 1, pressedAt: .sample("2026-11-21T19:00:00Z"),
                    wish: Press.Wish(tap.deed), outcome: .refused, refusal: .slotTaken)
            }
        }
        let note = "document.getElementById('act-note').textContent"
        let notes: [String] = try await visit(panel) { tab in
            // The state is as if it had told of the refusal before the answer came.
            try await tap("act-gap-0-15", on: &tab)
            let refusal: String = try await tab.value(of: note)
            let _: Bool = try await tab.value(
                of: """
                    (globalThis.fetch = async () => ({
                      ok: false, status: 429, json: async () => ({ error: { message: "too many" } }),
                    })) && document.getElementById('act-gap-0-15').click() || true
                    """)
            let fault: String = try await tab.value(of: note, once: "\(note).startsWith('Not')")
            return [refusal, fault]
        }
        #expect(
            notes == ["Press refused: this time is not free.", "Not done: too many."])
        #expect(panel.taps.count == 1)
    }

    @Test func pressOfWhichNobodyKnowsIsSentAgainUnderItsName() async throws {
        let panel = door()
        let names: [String] = try await visit(panel) { tab in
            try await tab.value(
                of: """
                    new Promise((done) => {
                      const names = [];
                      globalThis.setTimeout = (act) => queueMicrotask(act);
                      globalThis.fetch = async (path, options) => {
                        names.push(JSON.parse(options.body).id);
                        if (names.length < 3) throw new TypeError("no connection");
                        done(names);
                        return { ok: true, json: async () => ({ outcome: "booked", refusal: null }) };
                      };
                      document.getElementById('act-gap-0-15').click();
                    })
                    """)
        }
        #expect(names.count == 3)
        #expect(Set(names).count == 1)
    }

    @Test func keyboardReachesAndPressesAButton() async throws {
        let panel = door()
        try await visit(panel) { tab in
            let _: Bool = try await tab.value(
                of: "document.getElementById('act-gap-0-15').focus() ?? true")
            try await tab.press("Tab")
            try await tab.wait(for: "document.activeElement.id === 'act-gap-0-30'")
            try await tab.press("Enter")
            try await tab.wait(
                for: "document.getElementById('actions').getAttribute('aria-busy') === 'false'")
        }
        #expect(
            panel.taps.map(\.deed) == [.book(from: nil, until: .sample("2026-11-21T19:30:00Z"))])
    }

    @Test(arguments: [
        ("en-US", "Book until 22:15", "Book 23:00–23:15"),
        ("ru-RU", "Занять до 22:15", "Занять 23:00–23:15"),
    ])
    func screenReaderIsToldUntilWhen(language: String, now: String, later: String) async throws {
        let names: [String] = try await visit(door(), language: language) {
            try await $0.value(
                of: """
                    ['act-gap-0-15', 'act-gap-1-15'].map(
                      (id) => document.getElementById(id).getAttribute('aria-label'))
                    """)
        }
        #expect(names == [now, later])
    }

    @Test(arguments: [(800, 480), (1_024, 600), (480, 800), (390, 844), (320, 568)])
    func buttonsAreAsLargeAsAFingerAndTheScreenStaysWhole(width: Int, height: Int) async throws {
        for language in ["en-US", "ru-RU"] {
            let panel = door {
                let whole = RoomState.busy(
                    title: String(repeating: "Quarterly-planning ", count: 5))
                ($0.availability, $0.current) = (whole.availability, whole.current)
                $0.offers?.end = Self.seen
                $0.offers?.takeBack = .init(
                    Self.seen, of: .booked, until: .sample("2026-11-21T19:00:08Z"))
            }
            let sizes: [Double] = try await visit(
                panel, width: width, height: height, language: language
            ) {
                try await $0.value(
                    of: """
                        (({ scrollWidth, scrollHeight }) => [scrollWidth, scrollHeight,
                          ...[...document.querySelectorAll('#act-groups button')].map((button) =>
                            Math.min(button.offsetWidth, button.offsetHeight))])(document.documentElement)
                        """)
            }
            #expect(sizes[0] <= Double(width), "\(language)")
            if width > height { #expect(sizes[1] <= Double(height), "\(language)") }
            #expect(sizes.dropFirst(2).allSatisfy { $0 >= 48 }, "\(language): \(sizes)")
        }
    }

    @Test func withoutItsPanelNothingCanBeTapped() async throws {
        let (reads, wasRead) = AsyncStream.makeStream(of: Void.self)
        let (stops, hasStopped) = AsyncStream.makeStream(of: Void.self)
        // The page waits for the bookings while the server stops around it.
        let panel = door()
        panel.script.withLock {
            $0.onRead = {
                wasRead.yield()
                for await _ in stops {}
            }
        }
        let page = try await withServer(panel) { server in
            async let page = Browser.page(
                "http://127.0.0.1:\(server.port)/",
                until: "document.querySelector('#act-groups button')?.disabled === true")
            for await _ in reads { break }
            await server.group.triggerGracefulShutdown()
            while (try? await server.get("/healthz")) != nil {}
            hasStopped.finish()
            return try await page
        }
        #expect(page.contains(">no connection</p>"))
    }
}
