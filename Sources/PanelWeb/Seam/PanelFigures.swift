public import RoomCore

/// What the panel has counted and what it uses, beside the state: the rest of `/metrics`.
public struct PanelFigures: Hashable, Sendable {
    /// Messages to organisers.
    public struct Messages: Hashable, Sendable {
        /// Messages that wait to be sent.
        public var waiting: Int
        /// Messages sent since the start of the process.
        public var sent: Int
        /// Messages given up since the start of the process.
        public var dropped: Int

        /// Makes the counts.
        public init(waiting: Int = 0, sent: Int = 0, dropped: Int = 0) {
            self.waiting = waiting
            self.sent = sent
            self.dropped = dropped
        }
    }

    /// What the process uses of the machine.
    public struct Process: Hashable, Sendable {
        /// When it began, by the wall clock as it is set now.
        public var startedAt: WallTime
        /// Processor time used, in user and system mode together.
        public var processorTime: Duration
        /// Memory in use.
        public var residentBytes: Int
        /// Open file descriptors.
        public var openDescriptors: Int

        /// Makes the figures.
        public init(
            startedAt: WallTime, processorTime: Duration, residentBytes: Int, openDescriptors: Int
        ) {
            self.startedAt = startedAt
            self.processorTime = processorTime
            self.residentBytes = residentBytes
            self.openDescriptors = openDescriptors
        }
    }

    /// What has happened at the room since the start of the process.
    public var tally: Tally
    /// Messages to organisers; nil where nobody is told anything.
    public var messages: Messages?
    /// What the process uses; nil where the system does not tell.
    public var process: Process?

    /// Makes the figures.
    public init(tally: Tally = Tally(), messages: Messages? = nil, process: Process? = nil) {
        self.tally = tally
        self.messages = messages
        self.process = process
    }
}
