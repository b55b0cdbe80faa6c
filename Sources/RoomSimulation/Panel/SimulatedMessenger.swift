import RoomCore

/// How a panel tells organisers: the real desk and the real box, and the call under way.
struct SimulatedMessenger {
    struct Call {
        var message: Message
        var run: Int
        var fate: CallFate
        var failure: ServerFailure?
    }

    var desk: MessageDesk
    var box = MessageBox()
    var call: Call?
    /// What follows from the step under way, until its effects are carried out.
    var decided: [Message] = []
    var witness = MessagesAreSent()

    init(_ figures: MessageFigures, room: Room, at now: Now) {
        desk = MessageDesk(kinds: Set(figures.kinds), room: room, at: now)
    }

    /// The process starts.
    mutating func start(_ figures: MessageFigures, room: Room, at now: Now) {
        desk = MessageDesk(kinds: Set(figures.kinds), room: room, at: now)
    }

    /// The process ends; a request that is on its way goes on without it.
    mutating func lose() {
        box = MessageBox()
        decided = []
        witness = MessagesAreSent()
    }
}
