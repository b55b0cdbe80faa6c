import Testing

@testable import Panel

struct FleetTests {
    private func reply(_ code: Int32) -> PanelFleet.Reply<Int> {
        PanelFleet.Reply(
            url: "http://127.0.0.1:9",
            answer: code == 0
                ? .success(1)
                : .failure(PanelClient.Failure(description: "no", exitCode: code)))
    }

    /// Rows: what the panels gave for an answer, the exit code of status, and that of health.
    @Test(
        arguments: [
            ([], 0, 0), ([0], 0, 0), ([69, 0], 0, 69), ([69, 69], 69, 69), ([69, 76], 76, 69),
            ([76, 0], 0, 76), ([0, 0, 69], 0, 69),
        ] as [([Int32], Int32, Int32)])
    func statusFailsWithoutAnAnswerAndHealthWithoutOneOfAll(
        codes: [Int32], status: Int32, health: Int32
    ) {
        let replies = codes.map { reply($0) }
        #expect(PanelFleet.exitCode(replies) == status)
        #expect(PanelFleet.faultCode(replies) == health)
    }

    @Test func fleetIsBoundedAndOfPanels() {
        let many = Array(repeating: "http://127.0.0.1:9", count: PanelFleet.greatestCount + 1)
        for urls in [many, ["http://127.0.0.1:9", "ftp://door"]] {
            let failure = #expect(throws: PanelClient.Failure.self) {
                try PanelFleet(urls: urls) { _ in }
            }
            #expect(failure?.exitCode == 64)
            #expect(failure?.description.hasPrefix("--url ") == true)
        }
    }

    /// More than are asked at a time, none of which is there: each has its row, in the order given.
    @Test func everyPanelHasItsPlaceInTheTable() async throws {
        let urls = (1...40).map { "http://127.0.0.1:9/\($0)" }
        let fleet = try PanelFleet(urls: urls) { _ in }
        let (text, code) = try await fleet.status(.csv)
        let rows = text.split(separator: "\r\n").dropFirst()
        #expect(code == 69)
        #expect(rows.map { String($0.prefix { $0 != "," }) } == urls)
    }
}
