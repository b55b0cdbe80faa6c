package import RoomCore

/// One way to set the panel, to be tried on a record.
package struct TuningSetting: Hashable, Sendable {
    /// What differs from the configuration.
    package enum Knob: String, Hashable, Sendable, CaseIterable {
        /// `hold` of every sensor.
        case hold
        /// `policy.no_show_after`.
        case noShowAfter = "no_show_after"
        /// `policy.vacant_after`.
        case vacantAfter = "vacant_after"
        /// `policy.check_in_within`.
        case checkInWithin = "check_in_within"

        /// What is tried of it, in minutes, besides what is configured.
        var minutes: [Int] {
            switch self {
            case .hold: [2, 5, 10, 15, 20, 30]
            case .noShowAfter: [5, 10, 15, 20, 30]
            case .vacantAfter: [5, 10, 15, 20, 30]
            case .checkInWithin: [5, 10, 20]
            }
        }
    }

    /// The sensors as they are tried.
    package var sensors: [SensorSettings]
    /// The policy as it is tried.
    package var policy: Policy

    package init(sensors: [SensorSettings], policy: Policy) {
        self.sensors = sensors
        self.policy = policy
    }

    /// What is tried instead of this configuration: each knob by itself, every value once, the configured one among them.
    ///
    /// Sensors of several holds have no value of that knob.
    var trials: [(knob: Knob, value: Duration, setting: TuningSetting)] {
        Knob.allCases.flatMap { knob in
            let tried = Set(knob.minutes.map { Duration.seconds($0 * 60) })
            let all = value(of: knob).map { tried.union([$0]) } ?? tried
            return all.sorted().map { (knob: knob, value: $0, setting: setting(knob, to: $0)) }
        }
    }

    /// The value of a knob; nil if the sensors do not have the same one, or there is none.
    package func value(of knob: Knob) -> Duration? {
        switch knob {
        case .hold:
            guard let hold = sensors.first?.hold, sensors.allSatisfy({ $0.hold == hold }) else {
                return nil
            }
            return hold
        case .noShowAfter: return policy.noShowAfter
        case .vacantAfter: return policy.vacantAfter
        case .checkInWithin: return policy.checkInWithin
        }
    }

    private func setting(_ knob: Knob, to value: Duration) -> TuningSetting {
        guard self.value(of: knob) != value else { return self }
        var setting = self
        switch knob {
        case .hold:
            for index in setting.sensors.indices { setting.sensors[index].hold = value }
        case .noShowAfter: setting.policy.noShowAfter = value
        case .vacantAfter: setting.policy.vacantAfter = value
        case .checkInWithin: setting.policy.checkInWithin = value
        }
        return setting
    }
}
