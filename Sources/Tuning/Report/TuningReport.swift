import RoomCore

/// What came of a record under each setting.
package struct TuningReport: Hashable, Sendable {
    /// One setting.
    package struct Row: Hashable, Sendable {
        /// What differs from the configuration.
        package var knob: TuningSetting.Knob
        /// The value that was tried of it.
        package var value: Duration
        /// Whether that is the configuration.
        package var isConfigured: Bool
        /// What came of it.
        package var figures: Figures

        package init(
            knob: TuningSetting.Knob, value: Duration, isConfigured: Bool, figures: Figures
        ) {
            self.knob = knob
            self.value = value
            self.isConfigured = isConfigured
            self.figures = figures
        }
    }

    /// Bookings that were judged.
    package var bookings: Int
    /// Days on which they began.
    package var days: Int
    /// The longest gap in which people are proven to have been there; nil if nothing proves any.
    package var longestGap: Tuner.Gap?
    /// The configuration.
    package var configured: TuningSetting
    /// What comes of that.
    package var asConfigured: Figures
    /// Every setting, knob by knob, each by its values upwards.
    package var rows: [Row]

    package init(
        bookings: Int, days: Int, longestGap: Tuner.Gap?, configured: TuningSetting,
        asConfigured: Figures, rows: [Row]
    ) {
        self.bookings = bookings
        self.days = days
        self.longestGap = longestGap
        self.configured = configured
        self.asConfigured = asConfigured
        self.rows = rows
    }

    /// The rows of one knob, by its values upwards.
    package func rows(of knob: TuningSetting.Knob) -> [Row] { rows.filter { $0.knob == knob } }
}
