/// What one lamp shows: a colour and how it blinks.
public struct LampSignal: Hashable, Sendable, Codable {
    /// What is lit.
    public enum Colour: String, Hashable, Sendable, Codable, CaseIterable {
        /// Nothing.
        case off
        /// Booked or occupied.
        case red
        /// Free, or confirmed.
        case green
        /// Not confirmed.
        case blue
        /// Late. On an RGB part, whose outputs are on or off, red and green make it.
        case orange
        /// Red and green together: unknown.
        case redGreen = "red_green"
    }

    /// How it blinks; see ``LampWaveform`` for the times.
    public enum Pattern: String, Hashable, Sendable, Codable, CaseIterable {
        /// Lit without a break.
        case steady
        /// 1 s lit, 1 s dark.
        case slowBlink = "slow_blink"
        /// 250 ms lit, 250 ms dark.
        case fastBlink = "fast_blink"
        /// Two flashes of 150 ms every 2 s.
        case doubleBlink = "double_blink"
        /// Lit with a gap of 100 ms every second.
        case pending
        /// Three fast flashes, once.
        case refused
    }

    /// What is lit.
    public var colour: Colour
    /// How it blinks.
    public var pattern: Pattern

    /// Makes a signal.
    public init(_ colour: Colour, _ pattern: Pattern = .steady) {
        self.colour = colour
        self.pattern = pattern
    }

    /// Dark.
    public static let dark = LampSignal(.off)
}

/// What both lamps show.
public struct LampDisplay: Hashable, Sendable, Codable {
    /// Whether the room can be used.
    ///
    /// In `combined` mode the one RGB lamp.
    public var availability: LampSignal
    /// How the running booking stands.
    ///
    /// Dark in `combined` mode.
    public var booking: LampSignal

    /// Makes a display.
    public init(availability: LampSignal, booking: LampSignal) {
        self.availability = availability
        self.booking = booking
    }

    /// Both dark.
    public static let dark = LampDisplay(availability: .dark, booking: .dark)
}

/// One output line of a lamp.
public struct LampLine: Hashable, Sendable, Codable, CustomStringConvertible {
    /// Which lamp it belongs to.
    public enum Lamp: String, Hashable, Sendable, Codable, CaseIterable {
        /// The lamp that says whether the room can be used.
        case availability
        /// The lamp that says how the booking stands.
        case booking
    }

    /// The colour of the LED on the line.
    public enum Channel: String, Hashable, Sendable, Codable, CaseIterable {
        /// Red LED.
        case red
        /// Green LED.
        case green
        /// Blue LED.
        case blue
        /// Orange LED; an RGB part has none.
        case orange
    }

    /// Which lamp it belongs to.
    public var lamp: Lamp
    /// The colour of the LED.
    public var channel: Channel

    /// Names a line.
    public init(_ lamp: Lamp, _ channel: Channel) {
        self.lamp = lamp
        self.channel = channel
    }

    /// Lamp and colour, as in the configuration: `booking.orange`.
    public var description: String { "\(lamp.rawValue).\(channel.rawValue)" }
}

/// Where lamp levels go: GPIO lines, or their simulation.
public protocol LampOutput: Sendable {
    /// Lights exactly the lines in `lit` and darkens all others, in one step that nobody sees half done.
    ///
    /// Quick (no waiting on a network or a card), and called from the room's own task.
    ///
    /// - Throws: an error that describes the line and the reason; the next call is made all the same.
    func light(_ lit: Set<LampLine>) throws
}
