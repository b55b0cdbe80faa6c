/// A zone of the world, with the nights in which its clocks change.
///
/// A table instead of the system's zones: a world has to go the same way on every machine and in every year.
public enum LocalZone: String, Hashable, Sendable, Codable, CaseIterable {
    /// An hour forward in March and back in October, at 01:00 UTC.
    case berlin = "Europe/Berlin"
    /// An hour forward in March and back in November, at 02:00 of the local clock.
    case newYork = "America/New_York"
    /// Half an hour forward in October and back in April, at 02:00 of the local clock.
    case lordHowe = "Australia/Lord_Howe"

    /// Seconds to add to UTC.
    public func offset(at secondsSince1970: Int64) -> Int64 {
        var offset = atFirst
        for (instant, now) in changes where instant <= secondsSince1970 { offset = now }
        return offset
    }

    private var atFirst: Int64 {
        switch self {
        case .berlin: 3_600
        case .newYork: -18_000
        case .lordHowe: 39_600
        }
    }

    /// The changes of the years 2026 to 2028: when, and the offset from then on.
    var changes: [(at: Int64, offset: Int64)] {
        switch self {
        case .berlin:
            [
                (1_774_746_000, 7_200), (1_792_890_000, 3_600), (1_806_195_600, 7_200),
                (1_824_944_400, 3_600), (1_837_645_200, 7_200), (1_856_394_000, 3_600),
            ]
        case .newYork:
            [
                (1_772_953_200, -14_400), (1_793_512_800, -18_000), (1_805_007_600, -14_400),
                (1_825_567_200, -18_000), (1_836_457_200, -14_400), (1_857_016_800, -18_000),
            ]
        case .lordHowe:
            [
                (1_775_314_800, 37_800), (1_791_041_400, 39_600), (1_806_764_400, 37_800),
                (1_822_491_000, 39_600), (1_838_214_000, 37_800), (1_853_940_600, 39_600),
            ]
        }
    }
}
