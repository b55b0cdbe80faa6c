internal import Glibc

/// What the reader's thread does between two orders.
///
/// For that thread only.
final class ReaderLoop {
    /// The longest sleep, and the pace of checks and new tries.
    static let pace: UInt64 = 2_000_000_000

    private let wake: Int32
    private let consumer: String
    private let deliver: ([LineEvent]) -> Void
    private var source: (any ChipSource)?
    private var chip: (any LineChip)?
    private var lines: [WatchedLine] = []
    private var polled: [pollfd] = []
    private var polledLines: [Int] = []
    private var nextCheck: UInt64 = 0

    /// - Parameter wake: the descriptor that ends ``turnUntilWoken(_:)``.
    init(wake: Int32, consumer: String, deliver: @escaping ([LineEvent]) -> Void) {
        self.wake = wake
        self.consumer = consumer
        self.deliver = deliver
    }

    /// Takes other settings over; lines that stay the same on the same chip stay requested.
    func configure(_ source: (any ChipSource)?, _ inputs: [InputSettings]) {
        if let source {
            close()
            self.source = source
        }
        let old = lines
        lines = inputs.map { settings in
            old.first { $0.settings == settings } ?? WatchedLine(settings, tell: deliver)
        }
        nextCheck = 0
    }

    /// Gives the lines back, then the chip.
    func close() {
        for line in lines { line.close() }
        chip = nil
    }

    /// Watches the lines until the wake descriptor is readable; calls `turned` after each turn.
    func turnUntilWoken(_ turned: () -> Void) {
        var isWoken = false
        while !isWoken {
            let now = Monotonic.now()
            if now >= nextCheck { check(at: now) }
            isWoken = sleepAndServe()
            settle(at: Monotonic.now())
            turned()
        }
    }

    /// Looks whether all lines still answer, and tries those again that do not.
    private func check(at now: UInt64) {
        nextCheck = now + Self.pace
        for line in lines where line.isOpen {
            serve(line) { line throws(GPIOError) in try line.compare() }
        }
        if lines.contains(where: { !$0.isOpen }) { openMissing() }
    }

    private func openMissing() {
        // A chip of which nothing is left is looked for again.
        if !lines.contains(where: \.isOpen) { chip = nil }
        do throws(GPIOError) {
            let chip = try openedChip()
            for line in lines where !line.isOpen {
                serve(line) { line throws(GPIOError) in
                    try line.open(on: chip, consumer: self.consumer)
                }
            }
        } catch {
            for line in lines { line.lose(error) }
        }
    }

    private func openedChip() throws(GPIOError) -> any LineChip {
        if let chip { return chip }
        guard let source else { preconditionFailure("a reader is configured before it turns") }
        let opened = try source.open()
        chip = opened
        return opened
    }

    /// Sleeps until a line or the wake descriptor is readable or a deadline has come.
    ///
    /// True when woken.
    private func sleepAndServe() -> Bool {
        let now = Monotonic.now()
        collectDescriptors(at: now)
        let wait = max(deadline(), now) - now
        let ready = poll(&polled, nfds_t(polled.count), Int32((wait + 999_999) / 1_000_000))
        guard ready > 0 else {
            // Only out of memory ends here with an error: no busy loop then.
            if ready < 0, errno != EINTR { usleep(100_000) }
            return false
        }
        for (index, entry) in zip(polledLines, polled.dropFirst()) where entry.revents != 0 {
            serve(lines[index]) { line throws(GPIOError) in
                if Int32(entry.revents) & (POLLHUP | POLLERR | POLLNVAL) != 0 { throw line.hangUp }
                try line.read()
            }
        }
        return polled[0].revents != 0
    }

    private func collectDescriptors(at now: UInt64) {
        polled.removeAll(keepingCapacity: true)
        polledLines.removeAll(keepingCapacity: true)
        polled.append(pollfd(fd: wake, events: Int16(POLLIN), revents: 0))
        for index in lines.indices {
            guard let descriptor = lines[index].descriptor(at: now) else { continue }
            polled.append(pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0))
            polledLines.append(index)
        }
    }

    private func deadline() -> UInt64 {
        lines.reduce(nextCheck) { min($0, $1.deadline ?? .max) }
    }

    /// Ends debounce periods and doubts whose time has come.
    private func settle(at now: UInt64) {
        for line in lines {
            guard let deadline = line.deadline, deadline <= now else { continue }
            serve(line) { line throws(GPIOError) in try line.settle(at: now) }
        }
    }

    /// Does something with a line; an error makes the line gone, or all of them if the chip is.
    private func serve(_ line: WatchedLine, _ work: (WatchedLine) throws(GPIOError) -> Void) {
        do throws(GPIOError) {
            try work(line)
        } catch {
            let isChipGone = line.isOpen && error.meansChipIsGone
            for line in isChipGone ? lines : [line] { line.lose(error) }
            if isChipGone { chip = nil }
        }
    }
}
