/// Chance without a state: the same seed, purpose and key always fall the same way.
///
/// Taking one person or fault out of a world so leaves the luck of all others as it was, which is what makes shrinking
/// work.
struct Dice: Sendable {
    /// What is being decided; keeps the decisions apart.
    enum Purpose: UInt64, Sendable {
        case call = 1
        case callKind, latency, jitter, movement, pulse, commit, commitTime, survival, boot, salt
        case order, push, pause, messageJitter
    }

    let seed: UInt64

    init(seed: UInt64) {
        self.seed = Dice.mix(seed &+ 0x9E37_79B9_7F4A_7C15)
    }

    func roll(_ purpose: Purpose, _ key: Int64, _ other: Int64 = 0) -> UInt64 {
        let first = Dice.mix(seed ^ (purpose.rawValue &* 0xD6E8_FEB8_6659_FD93))
        let second = Dice.mix(first ^ UInt64(bitPattern: key))
        return Dice.mix(second ^ (UInt64(bitPattern: other) &* 0xA24B_AED4_963E_E407))
    }

    /// Whether something of this rate happens.
    func falls(_ perMillion: Int, _ purpose: Purpose, _ key: Int64, _ other: Int64 = 0) -> Bool {
        perMillion > 0 && roll(purpose, key, other) % 1_000_000 < UInt64(perMillion)
    }

    /// A number from `range`.
    func number(
        in range: ClosedRange<Int64>, _ purpose: Purpose, _ key: Int64, _ other: Int64 = 0
    ) -> Int64 {
        let width = UInt64(range.upperBound - range.lowerBound) + 1
        return range.lowerBound + Int64(roll(purpose, key, other) % width)
    }

    /// The finishing step of SplitMix64: every bit of the input moves every bit of the output.
    static func mix(_ value: UInt64) -> UInt64 {
        var mixed = value
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// SplitMix64: a small generator whose whole state is its seed; makes worlds.
struct Generator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(seed: UInt64, _ purpose: UInt64) {
        state = Dice.mix(seed ^ Dice.mix(purpose))
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Dice.mix(state)
    }

    mutating func number(_ range: ClosedRange<Int64>) -> Int64 {
        let width = UInt64(range.upperBound - range.lowerBound) + 1
        return range.lowerBound + Int64(next() % width)
    }

    mutating func chance(_ percent: Int) -> Bool { next() % 100 < UInt64(percent) }

    mutating func one<Value>(of values: [Value]) -> Value {
        values[Int(next() % UInt64(values.count))]
    }
}
