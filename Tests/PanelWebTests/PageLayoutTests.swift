import PanelWeb
import RoomCore
import Testing
import WebTestKit

/// What is where on the page, on the screens it is made for.
@Suite(
    .serialized, .enabled(if: Browser.path != nil, "no chromium or chrome in PATH"),
    .timeLimit(.minutes(HangGuard.minutes)))
struct PageLayoutTests {
    /// A title of 100 characters and a room's name of 64 that cannot be broken between words.
    private static let title = String(repeating: "Quarterly-planning ", count: 6).prefix(100)
    private static let name = String(repeating: "Donaudampfschifffahrt", count: 4).prefix(64)

    /// A day whose names are as long as they may be, and four bookings at the same time as the running one.
    private var crowded: ScriptedPanel {
        ScriptedPanel {
            $0.state = .busy(title: String(Self.title))
            $0.state.roomName = String(Self.name)
            $0.state.conflicts = $0.state.current.map { [$0, $0, $0] } ?? []
            $0.bookings =
                [.sample(id: "a/1", title: String(Self.title), at: "2026-11-21T18:50:00Z")]
                + (1...3).map { number in
                    LedgerEntry.sample(
                        id: "b\(number)", title: "Beside \(number)",
                        at: "2026-11-21T18:5\(number):00Z")
                }
        }
    }

    @Test(arguments: [(800, 480), (1_024, 600), (480, 800), (600, 1_024), (1_280, 800)])
    func theTimelineIsInSight(width: Int, height: Int) async throws {
        let calm = ScriptedPanel { $0.state = .busy(title: "Review") }
        for panel in height <= 600 ? [calm, crowded] : [calm] {
            let box: [Double] = try await visit(panel, width: width, height: height) { tab in
                try await tab.value(
                    of: """
                        (({ left, top, right, bottom }, line) => [left, top, right, bottom, line.top, line.bottom])(
                          document.querySelector('#day-scroll').getBoundingClientRect(),
                          document.querySelector('#now-line').getBoundingClientRect())
                        """)
            }
            #expect(box[0] >= 0 && box[1] >= 0, "\(box)")
            #expect(box[2] <= Double(width) && box[3] <= Double(height), "\(box)")
            #expect(box[3] - box[1] >= 150, "\(box)")
            #expect(box[4] >= box[1] && box[5] <= box[3], "the line of now: \(box)")
        }
    }

    @Test(arguments: [(800, 480), (1_024, 600)])
    func aScreenByTheDoorShowsTheDoorAloneUntilItIsAsked(width: Int, height: Int) async throws {
        let shown: [Bool] = try await visit(crowded, width: width, height: height) { tab in
            try await tab.value(
                of: """
                    new Promise((done) => {
                      const isShown = () => document.querySelector('#health').checkVisibility();
                      const page = document.documentElement;
                      const before = [isShown(), page.scrollHeight <= page.clientHeight];
                      const leadsAway = () => document.querySelector('.to-calendar').checkVisibility();
                      addEventListener('hashchange', () => done([...before, isShown(), leadsAway()]));
                      document.querySelector('.to-facts').click();
                    })
                    """)
        }
        #expect(shown == [false, true, true, false])
    }

    /// As tall as a thumb where a finger has to hit it, and as wide as the screen at most.
    @Test(arguments: [(800, 480), (1_024, 600), (480, 800), (390, 844), (320, 568), (1_280, 800)])
    func longWordsStayInside(width: Int, height: Int) async throws {
        for language in ["en-US", "ru-RU"] {
            let panel = crowded
            let wrong: [String] = try await visit(
                panel, width: width, height: height, language: language
            ) { tab in
                try await tab.value(
                    of: """
                        (() => {
                          const boxes = [document.documentElement,
                            ...document.querySelectorAll('.door, .status, .word, .slip, .day, .card-head, .lamp-text')];
                          const targets = [...document.querySelectorAll('a, button')]
                            .filter((each) => each.checkVisibility())
                            .filter((each) => each.offsetHeight < 24 || each.offsetWidth < 24);
                          return [...boxes.filter((box) => box.scrollWidth > box.clientWidth), ...targets]
                            .map((each) => each.outerHTML.slice(0, 120));
                        })()
                        """)
            }
            #expect(wrong == [], "\(language)")
        }
    }

    @Test func theWordIsReadFromThreeMetres() async throws {
        let panel = ScriptedPanel { $0.state = .busy(title: "Review") }
        let sizes: [Double] = try await visit(panel) { tab in
            try await tab.value(
                of: """
                    ['#word', '#detail', '#clock'].map((name) =>
                      Number.parseFloat(getComputedStyle(document.querySelector(name)).fontSize))
                    """)
        }
        // A screen of seven inches has 5.2 pixels a millimetre: capitals of 12, 3 and 3 mm.
        #expect(sizes[0] >= 88 && sizes[1] >= 24 && sizes[2] >= 24, "\(sizes)")
    }

    // MARK: The day

    @Test func whatHasNoRoomIsCountedAndShownInASheet() async throws {
        let words: [String] = try await visit(crowded) { tab in
            try await tab.wait(for: "document.querySelector('.is-more')")
            let _: Bool = try await tab.value(
                of: "document.querySelector('.is-more button').focus() ?? true")
            try await tab.press("Enter")
            try await tab.wait(for: "document.querySelector('#sheet').open")
            let shown: [String] = try await tab.value(
                of: """
                    ['.is-more b', '.is-current b', '#sheet-rows li:last-child b']
                      .map((name) => document.querySelector(name).textContent)
                      .concat(document.querySelector('.is-more button').ariaLabel)
                    """)
            try await tab.press("Escape")
            try await tab.wait(for: "!document.querySelector('#sheet').open")
            let focus: String = try await tab.value(of: "document.activeElement.textContent")
            return shown + [focus]
        }
        #expect(
            words == ["+3 more", String(Self.title), "Beside 3", "3 more bookings", "+3 more"])
    }

    @Test(arguments: [(800, 480), (1_280, 800), (390, 844)])
    func twentyBookingsNeverLieOnEachOther(width: Int, height: Int) async throws {
        let panel = ScriptedPanel {
            $0.state = .busy(title: "Review")
            // Some overlap, and some last no longer than five minutes.
            $0.bookings = (0..<20).map { index in
                var entry = LedgerEntry.sample(id: "b\(index)", title: "Booking \(index)")
                let start = WallTime.sample("2026-11-21T05:00:00Z") + .seconds(index * 1_800)
                let minutes = [30, 5, 15, 45][index % 4]
                entry.booking.span = Span(start: start, length: .seconds(minutes * 60))
                return entry
            }
        }
        let found: [Int] = try await visit(panel, width: width, height: height) { tab in
            try await tab.value(
                of: """
                    (() => {
                      const boxes = [...document.querySelectorAll('#blocks button')]
                        .map((block) => block.getBoundingClientRect());
                      const meet = (one, other) => one !== other && one.left < other.right - 0.5
                        && other.left < one.right - 0.5 && one.top < other.bottom - 0.5 && other.top < one.bottom - 0.5;
                      return [boxes.length, boxes.filter((one) => boxes.some((other) => meet(one, other))).length,
                        boxes.filter((box) => box.height < 23.5).length];
                    })()
                    """)
        }
        #expect(found[0] >= 15 && found[1] == 0 && found[2] == 0, "\(found)")
    }

    // MARK: Readers and their wishes

    @Test func everythingIsReachedByKeyboardAndHasAName() async throws {
        let panel = ScriptedPanel {
            $0.state = .busy(title: "Review")
            $0.bookings = [.sample(title: "Stand-up")]
            $0.simulator = SimulatedPanelLines()
        }
        let found: [[String]] = try await visit(panel, width: 1_280, height: 800) { tab in
            try await tab.wait(for: "!document.querySelector('#simulator').hidden")
            var reached: [String] = []
            for _ in 0..<7 {
                try await tab.press("Tab")
                reached.append(
                    try await tab.value(
                        of: """
                            `${document.activeElement.textContent.trim()} `
                              + getComputedStyle(document.activeElement).outlineStyle
                            """))
            }
            let nameless: [String] = try await tab.value(
                of: """
                    [...document.querySelectorAll('button, a, [role], section')]
                      .filter((each) => each.checkVisibility() && !each.ariaLabel
                        && !each.getAttribute('aria-labelledby') && !each.textContent.trim())
                      .map((each) => each.outerHTML)
                    """)
            return [reached, nameless]
        }
        let reached = found[0]
        for target in [
            "Review solid", "Stand-up12:00–13:00", "What the lamps mean solid",
            "Calendar feed solid",
        ] {
            #expect(reached.contains { $0.hasPrefix(target) }, "\(target): \(reached)")
        }
        #expect(reached.allSatisfy { $0.hasSuffix("solid") }, "\(reached)")
        #expect(found[1] == [])
    }

    @Test func whoWantsLessMotionGetsNone() async throws {
        let panel = ScriptedPanel { $0.state.lamps.availability = LampSignal(.green, .slowBlink) }
        for (wish, animation) in [("reduce", "none"), ("no-preference", "half")] {
            let shown: String = try await visit(
                panel, features: ["prefers-reduced-motion": wish]
            ) { tab in
                try await tab.value(
                    of: "getComputedStyle(document.querySelector('.glow')).animationName")
            }
            #expect(shown == animation)
        }
    }

    @Test func darkAndLightDiffer() async throws {
        var papers: Set<String> = []
        for scheme in ["dark", "light"] {
            let paper: String = try await visit(
                ScriptedPanel(), features: ["prefers-color-scheme": scheme]
            ) { tab in
                try await tab.value(of: "getComputedStyle(document.body).backgroundColor")
            }
            papers.insert(paper)
        }
        #expect(papers.count == 2)
    }
}
