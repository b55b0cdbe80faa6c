import Foundation

/// One talk with a browser in its DevTools protocol: JSON messages that end with a zero byte.
struct BrowserTalk {
    /// The browser ended, or did not do what it was told.
    package struct Broken: Error, CustomStringConvertible {
        package let description: String
    }

    /// What is read of an answer or an event.
    struct Message: Decodable {
        struct Fault: Decodable { var message: String }
        struct Remote: Decodable {
            var value: String?
            var description: String?
        }
        struct Exception: Decodable { var exception: Remote? }
        struct Result: Decodable {
            var targetId: String?
            var sessionId: String?
            var errorText: String?
            var result: Remote?
            var exceptionDetails: Exception?
        }
        var id: Int?
        var method: String?
        var error: Fault?
        var result: Result?
    }

    /// The function by which a page tells that it is there.
    static let binding = "domovoyIsThere"

    private let said: FileHandle
    private var heard: AsyncStream<Data>.AsyncIterator
    private var number = 0
    private var session: String?

    init(said: FileHandle, heard: FileHandle) {
        self.said = said
        self.heard = Self.messages(heard).makeAsyncIterator()
    }

    /// From here on orders are for a page of its own.
    mutating func attach() async throws {
        let target = try await order("Target.createTarget", ["url": "about:blank"]).targetId
        session = try await order(
            "Target.attachToTarget", ["targetId": target ?? "", "flatten": true]
        ).sessionId
    }

    /// Gives an order and awaits the answer; what else the browser says is passed over.
    @discardableResult
    mutating func order(
        _ method: String, _ parameters: [String: Any] = [:]
    ) async throws -> Message.Result {
        let number = try say(method, parameters)
        while true {
            let message = try await next(for: method)
            if message.id == number { return try Self.result(of: message, method) }
        }
    }

    /// Opens a page that calls ``binding``, which may be before the order is answered.
    mutating func navigate(_ address: String) async throws {
        let number = try say("Page.navigate", ["url": address])
        var (isAnswered, isThere) = (false, false)
        while !isAnswered || !isThere {
            let message = try await next(for: address)
            if message.method == "Runtime.bindingCalled" { isThere = true }
            guard message.id == number else { continue }
            isAnswered = true
            if let fault = try Self.result(of: message, address).errorText {
                throw Broken(description: "\(address): \(fault)")
            }
        }
    }

    private static func result(of message: Message, _ subject: String) throws -> Message.Result {
        guard let result = message.result else {
            throw Broken(description: "\(subject): \(message.error?.message ?? "no result")")
        }
        return result
    }

    private mutating func say(_ method: String, _ parameters: [String: Any]) throws -> Int {
        number += 1
        var message: [String: Any] = ["id": number, "method": method, "params": parameters]
        message["sessionId"] = session
        try said.write(contentsOf: JSONSerialization.data(withJSONObject: message) + [0])
        return number
    }

    private mutating func next(for subject: String) async throws -> Message {
        guard let data = await heard.next(isolation: #isolation) else {
            throw Broken(description: "\(subject): the browser has ended")
        }
        return try JSONDecoder().decode(Message.self, from: data)
    }

    /// What comes through a pipe, cut at each zero byte; read by a thread, since reading blocks.
    private static func messages(_ pipe: FileHandle) -> AsyncStream<Data> {
        let (stream, continuation) = AsyncStream.makeStream(of: Data.self)
        Thread.detachNewThread {
            var rest = Data()
            while true {
                let part = pipe.availableData
                guard !part.isEmpty else { break }
                rest += part
                while let end = rest.firstIndex(of: 0) {
                    continuation.yield(Data(rest[..<end]))
                    rest = Data(rest[rest.index(after: end)...])
                }
            }
            continuation.finish()
        }
        return stream
    }
}
