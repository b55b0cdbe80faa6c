import Foundation

/// A page in a browser that runs, to be looked at, pressed and asked.
package struct BrowserPage {
    /// Has the page live outside of time, and tells when its markup and its scripts are there.
    private static let script = """
        performance.now = () => 0;
        AbortSignal.timeout = () => new AbortController().signal;
        addEventListener("DOMContentLoaded", () => \(BrowserTalk.binding)(location.href));
        """

    private var talk: BrowserTalk

    init(_ talk: BrowserTalk) {
        self.talk = talk
    }

    /// What an expression of JavaScript comes to, at the first moment at which a condition holds; a promise is awaited.
    ///
    /// - Parameter condition: a JavaScript expression, looked at after each change of the document.
    /// - Throws: ``BrowserTalk/Broken`` if either throws, or the browser ends before.
    package mutating func value<Value: Decodable>(
        of expression: String, once condition: String = "true", as type: Value.Type = Value.self
    ) async throws -> Value {
        let script = """
            (async () => {
              await new Promise((done, fail) => {
                const look = () => {
                  try {
                    if (!(\(condition))) return;
                    done();
                  } catch (error) {
                    fail(error);
                  }
                  watcher.disconnect();
                };
                const watcher = new MutationObserver(look);
                watcher.observe(document, {
                  attributes: true, characterData: true, childList: true, subtree: true,
                });
                look();
              });
              return JSON.stringify(await (\(expression)));
            })()
            """
        let result = try await talk.order(
            "Runtime.evaluate", ["expression": script, "awaitPromise": true])
        guard let text = result.result?.value else {
            let fault = result.exceptionDetails?.exception?.description ?? "no value"
            throw BrowserTalk.Broken(description: "\(expression), once \(condition): \(fault)")
        }
        return try JSONDecoder().decode(Value.self, from: Data(text.utf8))
    }

    /// Waits until a condition holds, as in ``value(of:once:as:)``.
    package mutating func wait(for condition: String) async throws {
        let _: Bool = try await value(of: "true", once: condition)
    }

    /// Presses and lets go of a key: `Tab`, `Enter` or `Escape`.
    package mutating func press(_ key: String) async throws {
        let codes = ["Tab": 9, "Enter": 13, "Escape": 27]
        var event: [String: Any] = [
            "type": "keyDown", "key": key, "code": key, "windowsVirtualKeyCode": codes[key] ?? 0,
        ]
        if key == "Enter" { event["text"] = "\r" }
        _ = try await talk.order("Input.dispatchKeyEvent", event)
        event["type"] = "keyUp"
        event["text"] = nil
        _ = try await talk.order("Input.dispatchKeyEvent", event)
    }

    // MARK: Begin and end

    mutating func open(
        _ address: String, width: Int, height: Int, features: [String: String]
    ) async throws {
        try await talk.attach()
        _ = try await talk.order("Runtime.enable")
        _ = try await talk.order("Page.enable")
        _ = try await talk.order(
            "Emulation.setDeviceMetricsOverride",
            ["width": width, "height": height, "deviceScaleFactor": 1, "mobile": false])
        let media = features.map { ["name": $0.key, "value": $0.value] }
        _ = try await talk.order("Emulation.setEmulatedMedia", ["features": media])
        _ = try await talk.order("Runtime.addBinding", ["name": BrowserTalk.binding])
        _ = try await talk.order(
            "Page.addScriptToEvaluateOnNewDocument", ["source": Self.script])
        try await talk.navigate(address)
    }

    mutating func close() async throws {
        _ = try await talk.order("Browser.close")
    }
}
