import PanelWeb
import WebTestKit

/// The page of a panel in a browser, for as long as `body` runs; the day's bookings are there when it begins.
func visit<Value: Sendable>(
    _ panel: ScriptedPanel, path: String = "/", width: Int = 800, height: Int = 480,
    names: PanelNames = PanelNames(["x"]), setting: PageLanguage = .auto,
    language: String = "en-US", features: [String: String] = [:],
    _ body: @Sendable (inout BrowserPage) async throws -> Value
) async throws -> Value {
    let isReady =
        path == "/"
        ? "document.querySelector('#day-note').textContent"
        : "document.querySelector('#cards').children.length === 2"
    return try await withServer(panel, names: names, language: setting) { server in
        try await Browser.visit(
            "http://127.0.0.1:\(server.port)\(path)", width: width, height: height,
            language: language, features: features
        ) { tab in
            try await tab.wait(for: isReady)
            return try await body(&tab)
        }
    }
}
