import PanelWeb
import Testing

@testable import PanelWeb

struct HealthTests {
    private let warning = HealthFinding(
        component: "pir", severity: .warning, message: "stuck: active for 4 h")
    private let failure = HealthFinding(
        component: "journal", severity: .failure, message: "disk is full")

    @Test func nothingWrongIsOK() async {
        let answer = await PanelResponder.testing().ask("/healthz")
        #expect(answer.status == 200)
        #expect(answer.text == #"{"findings":[],"status":"ok"}"#)
    }

    @Test func warningsAloneAreDegradedAndStill200() async throws {
        let panel = ScriptedPanel { $0.findings = [warning] }
        let answer = await PanelResponder.testing(panel).ask("/healthz")
        #expect(answer.status == 200)
        #expect(
            answer.text == """
                {"findings":[{"component":"pir","message":"stuck: active for 4 h",\
                "severity":"warning"}],"status":"degraded"}
                """)
    }

    @Test func oneFailureIs503AndComesFirst() async throws {
        let panel = ScriptedPanel { $0.findings = [warning, failure, warning] }
        let answer = await PanelResponder.testing(panel).ask("/healthz")
        #expect(answer.status == 503)
        let document = try answer.json(HealthDocument.self)
        #expect(document.status == .failing)
        #expect(document.findings == [failure, warning, warning])
    }
}
