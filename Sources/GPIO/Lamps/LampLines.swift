internal import RoomCore

/// The lamp lines as requested, or why they are not.
///
/// Knows no clock: all times come from outside.
struct LampLines {
    /// The least time between two tries to get what is missing, in nanoseconds.
    static let retryPause: UInt64 = 2_000_000_000

    private let source: any ChipSource
    private let wired: [LampLine: LineReference]
    private let active: SensorSettings.ActiveLevel
    private let consumer: String

    private var request: LampRequest?
    /// What is missing, all or a part.
    private var fault: GPIOError?
    private var nextTry: UInt64 = 0

    init(
        source: any ChipSource, wired: [LampLine: LineReference],
        active: SensorSettings.ActiveLevel, consumer: String
    ) {
        self.source = source
        self.wired = wired
        self.active = active
        self.consumer = consumer
    }

    mutating func light(_ lit: Set<LampLine>, at now: UInt64) throws(GPIOError) {
        guard !wired.isEmpty else { return }
        if request == nil || fault != nil, now >= nextTry { retry(lit, at: now) }
        do throws(GPIOError) {
            try request?.light(lit)
        } catch {
            request = nil
            fault = error
            nextTry = 0
        }
        if let fault { throw fault }
    }

    mutating func close() {
        // Nobody is left who could be told of an error.
        try? request?.light([])
        request = nil
        nextTry = 0
    }

    /// Requests the lines, unless that would bring no more than there is.
    private mutating func retry(_ lit: Set<LampLine>, at now: UInt64) {
        nextTry = now + Self.retryPause
        guard request?.canGrow ?? true else { return }
        // The old request goes first: it holds lines that the new one wants.
        request = nil
        do throws(GPIOError) {
            let opened = try LampRequest(
                try source.open(), wired: wired, active: active, lit: lit, consumer: consumer)
            request = opened
            fault = opened.fault
        } catch {
            fault = error
        }
    }
}
