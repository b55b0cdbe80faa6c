import RoomCore
import RoomTestKit
import Testing

struct ScriptedServerTests {
    @Test(arguments: BookingServerContract.allCases)
    func keepsTheContract(_ claim: BookingServerContract) async throws {
        try await claim.check(on: ScriptedStage())
    }

    @Test func aLostAnswerTakesEffect() async throws {
        let server = ScriptedServer()
        server.scriptWrites(.loseAnswer)
        await #expect(throws: ServerFailure(.unreachable, "the answer was lost")) {
            try await server.write(.create(booking))
        }
        #expect(server.bookings.map(\.id) == [booking.id])
    }

    @Test func aFailureHasNoEffect() async throws {
        let server = ScriptedServer()
        let failure = ServerFailure(.server, "500")
        server.scriptWrites(.fail(failure), .work)
        await #expect(throws: failure) { try await server.write(.create(booking)) }
        #expect(server.bookings.isEmpty)
        try await server.write(.create(booking))
        #expect(server.bookings.count == 1)
        #expect(server.writes == [.create(booking), .create(booking)])
    }

    @Test func aCallWaitsAtItsGate() async throws {
        let server = ScriptedServer([booking])
        let gate = Gate()
        server.scriptReads(.wait(gate))
        async let reading = server.read(window: booking.span)
        await gate.arrival()
        server.remove(booking.id)
        gate.open()
        #expect(try await reading.bookings.isEmpty)
    }

    @Test func cancellingLeavesTheGate() async throws {
        let server = ScriptedServer()
        let gate = Gate()
        server.scriptReads(.wait(gate))
        let window = booking.span
        let task = Task { try await server.read(window: window) }
        await gate.arrival()
        task.cancel()
        _ = try await task.value
    }

    @Test func aStandingFailureEnds() async throws {
        let server = ScriptedServer()
        server.fail(with: ServerFailure(.offline, "portal"))
        await #expect(throws: ServerFailure.self) { try await server.read(window: booking.span) }
        server.fail(with: nil)
        _ = try await server.read(window: booking.span)
        #expect(server.reads.count == 2)
    }

    @Test func theMarkIsRemembered() async throws {
        let server = ScriptedServer([booking])
        try await server.write(.mark(booking.id, .late))
        #expect(server.mark(of: booking.id) == .late)
    }

    private var booking: Booking {
        Booking(
            id: BookingID("domovoy-1"), title: "x",
            span: Span(start: WallTime(secondsSinceEpoch: 0), length: .seconds(60)), source: .panel)
    }
}

private struct ScriptedStage: BookingServerStage {
    let server = ScriptedServer()

    func plant(_ booking: Booking) async throws { server.plant(booking) }

    func remove(_ id: BookingID) async throws { server.remove(id) }

    func plantDaily(_ name: String, first: Span, count: Int) async throws -> [BookingID] {
        (0..<count).map { day in
            let id = BookingID("\(name)/\(day)")
            let start = first.start + .seconds(86_400 * day)
            server.plant(
                Booking(id: id, title: name, span: Span(start: start, length: first.length)))
            return id
        }
    }
}
