import Foundation

/// One talk with a browser in its DevTools protocol: JSON messages that end with a zero byte.
final class BrowserTalk: Sendable {
    /// The browser ended, or did not do what it was told.
    package struct Broken: Error, CustomStringConvertible {
        package let description: String
    }

    /// What is read of an answer or an event.
    private struct Message: Decodable {
        struct Fault: Decodable { var message: String }
        struct Result: Decodable {
            var targetId: String?
            var sessionId: String?
            var errorText: String?
        }
        struct Parameters: Decodable { var payload: String? }
        var id: Int?
        var method: String?
        var error: Fault?
        var result: Result?
        var params: Parameters?
    }

    /// Hands over the markup as soon as it is as awaited, and has the page live outside of time.
    private static let script = """
        performance.now = () => 0;
        AbortSignal.timeout = () => new AbortController().signal;
        {
          const look = () => {
            if (!document.documentElement || !document.body || !(CONDITION)) return;
            watcher.disconnect();
            show(document.documentElement.outerHTML);
          };
          const watcher = new MutationObserver(look);
          watcher.observe(document, {
            attributes: true, characterData: true, childList: true, subtree: true,
          });
        }
        """

    private let said: FileHandle
    private let heard: FileHandle

    init(said: FileHandle, heard: FileHandle) {
        self.said = said
        self.heard = heard
    }

    /// Opens a page and waits until `condition` holds; on a thread of its own, which reads.
    func page(_ address: String, until condition: String) async -> Result<String, any Error> {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { [self] in
                continuation.resume(returning: Result { try open(address, condition) })
            }
        }
    }

    private func open(_ address: String, _ condition: String) throws -> String {
        var reader = Reader(handle: heard)
        func ask(
            _ id: Int, _ method: String, _ parameters: [String: Any] = [:],
            in session: String? = nil
        ) throws -> Message.Result? {
            try say(id, method, parameters, session)
            while let message = try reader.next() {
                guard message.id == id else { continue }
                if let fault = message.error { throw Broken(description: "\(method): \(fault)") }
                return message.result
            }
            throw Broken(description: "\(method): the browser ended")
        }
        let target = try ask(1, "Target.createTarget", ["url": "about:blank"])?.targetId ?? ""
        let session = try ask(
            2, "Target.attachToTarget", ["targetId": target, "flatten": true])?.sessionId
        let script = Self.script.replacing("CONDITION", with: condition)
        _ = try ask(3, "Runtime.enable", in: session)
        _ = try ask(4, "Page.enable", in: session)
        _ = try ask(5, "Runtime.addBinding", ["name": "show"], in: session)
        _ = try ask(6, "Page.addScriptToEvaluateOnNewDocument", ["source": script], in: session)
        // Its answer is awaited along with the page, which may be there before.
        try say(7, "Page.navigate", ["url": address], session)
        while let message = try reader.next() {
            if message.id == 7, let fault = message.error?.message ?? message.result?.errorText {
                throw Broken(description: "\(address): \(fault)")
            }
            if message.method == "Runtime.bindingCalled", let page = message.params?.payload {
                try say(8, "Browser.close", [:], nil)
                return page
            }
        }
        throw Broken(description: "\(address): the browser ended before the page was as awaited")
    }

    private func say(
        _ id: Int, _ method: String, _ parameters: [String: Any], _ session: String?
    ) throws {
        var message: [String: Any] = ["id": id, "method": method, "params": parameters]
        message["sessionId"] = session
        try said.write(contentsOf: JSONSerialization.data(withJSONObject: message) + [0])
    }

    /// Reads one message after the other.
    private struct Reader {
        let handle: FileHandle
        var bytes = Data()

        /// The next message; nil if the browser has ended.
        mutating func next() throws -> Message? {
            while true {
                if let end = bytes.firstIndex(of: 0) {
                    let message = bytes[..<end]
                    bytes = Data(bytes[bytes.index(after: end)...])
                    return try JSONDecoder().decode(Message.self, from: message)
                }
                let more = handle.availableData
                if more.isEmpty { return nil }
                bytes += more
            }
        }
    }
}
