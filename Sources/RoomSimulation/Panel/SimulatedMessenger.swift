import RoomCore

/// How a panel tells organisers: the real box, and the call under way.
struct SimulatedMessenger {
    struct Call {
        var message: Message
        var run: Int
        var fate: CallFate
        var failure: ServerFailure?
    }

    var box = MessageBox()
    var call: Call?
    var witness = MessagesAreSent()

    /// The process ends; a request that is on its way goes on without it.
    mutating func lose() {
        box = MessageBox()
        witness = MessagesAreSent()
    }
}
