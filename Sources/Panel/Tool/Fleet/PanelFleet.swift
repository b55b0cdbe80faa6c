import PanelWeb
import RoomCore

/// Several panels, asked at the same time.
///
/// A panel that gives no answer is told of in its place, and takes nothing from the others.
public struct PanelFleet: Sendable {
    /// Most panels of one command.
    public static let greatestCount = 256
    /// Panels that are asked at the same time.
    static let atATime = 16

    /// What one panel said.
    struct Reply<Answer: Sendable>: Sendable {
        var url: String
        var answer: Result<Answer, PanelClient.Failure>
    }

    private struct Member: Sendable {
        var url: String
        var client: PanelClient
    }
    private let members: [Member]
    /// Who asks each of them.
    var clients: [PanelClient] { members.map(\.client) }
    private let showsUTC: Bool
    private let note: @Sendable (String) -> Void

    /// Makes a fleet of the panels at `urls`, in that order.
    ///
    /// - Parameters:
    ///   - caFile: a PEM file with the authorities to trust in place of the system's; nil trusts those.
    ///   - showsUTC: shows times in UTC; otherwise each room's in its own zone. JSON and CSV are always in UTC.
    ///   - note: told on one line what keeps a table from being as it should be.
    /// - Throws: ``PanelClient/Failure`` if one of them is no http or https URL, there are too many, or the file has no
    ///   certificates.
    public init(
        urls: [String], caFile: String? = nil, showsUTC: Bool = false,
        note: @escaping @Sendable (String) -> Void
    ) throws(PanelClient.Failure) {
        guard urls.count <= Self.greatestCount else {
            throw PanelClient.Failure(
                description: "--url is given \(urls.count) times: allowed are "
                    + "\(Self.greatestCount)", exitCode: 64)
        }
        var members: [Member] = []
        for url in urls {
            members.append(Member(url: url, client: try PanelClient(url: url, caFile: caFile)))
        }
        self.members = members
        self.showsUTC = showsUTC
        self.note = note
    }

    /// How the rooms stand.
    ///
    /// - Parameter progress: told how many have answered, each time that one more has.
    /// - Returns: the text, and what to exit with: 0 if at least one panel has answered.
    public func status(
        _ format: Listings.Format, progress: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> (text: String, exitCode: Int32) {
        let replies = await ask(progress) {
            (client: PanelClient) async throws(PanelClient.Failure) -> StateDocument in
            try await Self.state(client)
        }
        let sheet = FleetStatus(replies: replies, showsUTC: showsUTC, note: note)
        return (try sheet.text(format), Self.exitCode(replies))
    }

    /// What is wrong with the panels.
    ///
    /// - Parameter progress: told how many have answered, each time that one more has.
    /// - Returns: the text, and what to exit with: 0 if all work; 1 if a part of a panel's work is not done; 69 if one is away.
    public func health(
        _ format: Listings.Format, progress: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> (text: String, exitCode: Int32) {
        let replies = await ask(progress) {
            (client: PanelClient) async throws(PanelClient.Failure) -> FleetHealth.Answer in
            let body = try await client.text("/healthz", accepting: [503])
            let health: HealthDocument = try PanelClient.decode(body)
            return FleetHealth.Answer(
                room: try await Self.state(client).room.name, health: health)
        }
        let sheet = FleetHealth(replies: replies)
        let isFailing = replies.contains { (try? $0.answer.get())?.health.status == .failing }
        return (try sheet.text(format), isFailing ? 1 : Self.faultCode(replies))
    }

    private static func state(
        _ client: PanelClient
    ) async throws(PanelClient.Failure) -> StateDocument {
        try PanelClient.decode(try await client.text("/api/v1/state"))
    }

    /// 0 if one has answered; 69 if all are away; otherwise what the first that is there gave for an answer.
    static func exitCode<Answer>(_ replies: [Reply<Answer>]) -> Int32 {
        let codes = replies.map { reply -> Int32 in
            if case .failure(let failure) = reply.answer { failure.exitCode } else { 0 }
        }
        if codes.isEmpty || codes.contains(0) { return 0 }
        return codes.first { $0 != 69 } ?? 69
    }

    /// 0 if all have answered; otherwise what the first that has not gave for an answer.
    static func faultCode<Answer>(_ replies: [Reply<Answer>]) -> Int32 {
        for reply in replies {
            if case .failure(let failure) = reply.answer { return failure.exitCode }
        }
        return 0
    }

    // MARK: Asking

    private func ask<Answer: Sendable>(
        _ progress: @Sendable (String) -> Void,
        _ question: @escaping @Sendable (PanelClient) async throws(PanelClient.Failure) -> Answer
    ) async -> [Reply<Answer>] {
        await withTaskGroup(of: (Int, Reply<Answer>).self) { group in
            var replies: [Int: Reply<Answer>] = [:]
            for (index, member) in members.enumerated() {
                if index >= Self.atATime, let (place, reply) = await group.next() {
                    replies[place] = reply
                    progress("\(replies.count) of \(members.count) panels have answered")
                }
                group.addTask { (index, await Self.reply(of: member, to: question)) }
            }
            for await (place, reply) in group {
                replies[place] = reply
                progress("\(replies.count) of \(members.count) panels have answered")
            }
            return members.indices.compactMap { replies[$0] }
        }
    }

    private static func reply<Answer: Sendable>(
        of member: Member,
        to question: @Sendable (PanelClient) async throws(PanelClient.Failure) -> Answer
    ) async -> Reply<Answer> {
        do throws(PanelClient.Failure) {
            return Reply(url: member.url, answer: .success(try await question(member.client)))
        } catch {
            return Reply(url: member.url, answer: .failure(error))
        }
    }
}
