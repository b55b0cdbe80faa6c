import PanelWeb

/// A bar for each day, as SVG.
///
/// Black on white in every light, each bar with its number while there is place for that: nothing is told by colour. Looks
/// are attributes, since the Content-Security-Policy lets no styles into a picture.
struct DayChart {
    /// One day.
    struct Bar: Hashable {
        /// What stands below it.
        var label: String
        /// How high it is; never negative.
        var count: Int
        /// Whether the whole day is counted; otherwise the bar is hollow and dashed.
        var isWhole: Bool
    }

    /// Its name, in the picture.
    let title: String
    /// The days, from left to right.
    let bars: [Bar]

    private static let left = 56
    private static let top = 40
    private static let height = 160
    /// From one bar to the next a number of five digits has place, and so has a date.
    private static let roomyStep = 40

    /// The picture.
    var svg: String {
        let (width, height) = (Self.left + step * bars.count + 16, Self.top + Self.height + 32)
        let parts = [text(title, x: 8, y: 20, anchor: "start")] + grid + bars.indices.map(bar)
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" \
            viewBox="0 0 \(width) \(height)" font-family="sans-serif" font-size="12" role="img">
            <title>\(HTMLText.escaped(title))</title>
            <rect width="\(width)" height="\(height)" fill="#fff"/>
            \(parts.joined(separator: "\n"))
            </svg>

            """
    }

    // MARK: Measures

    /// From one bar to the next, so that three months fit onto a screen.
    private var step: Int { max(10, min(48, 880 / max(bars.count, 1))) }

    /// What the highest line stands for: the least of 2, 4, 6 and 10 times a power of ten that no bar exceeds.
    var scale: Int {
        let greatest = bars.map(\.count).max() ?? 0
        var power = 1
        while power * 10 < greatest { power *= 10 }
        return [2, 4, 6, 10].map { $0 * power }.first { $0 >= greatest } ?? 10 * power
    }

    private func y(_ count: Int) -> Int {
        Self.top + Self.height - count * Self.height / scale
    }

    // MARK: Parts

    private var grid: [String] {
        [0, scale / 2, scale].flatMap { count in
            [
                """
                <line x1="\(Self.left)" x2="\(Self.left + step * bars.count)" y1="\(y(count))" \
                y2="\(y(count))" stroke="#767676"/>
                """,
                text("\(count)", x: Self.left - 6, y: y(count) + 4, anchor: "end"),
            ]
        }
    }

    private func bar(_ index: Int) -> String {
        let bar = bars[index]
        let (x, y) = (Self.left + index * step, y(bar.count))
        let looks =
            bar.isWhole
            ? ##"fill="#333""## : ##"fill="#fff" stroke="#333" stroke-dasharray="4 2""##
        var parts = [
            """
            <rect x="\(x + 2)" y="\(y)" width="\(step - 4)" \
            height="\(Self.top + Self.height - y)" \(looks)/>
            """
        ]
        let middle = x + step / 2
        if step >= Self.roomyStep { parts.append(text("\(bar.count)", x: middle, y: y - 4)) }
        let every = (Self.roomyStep + step - 1) / step
        if index % every == 0 {
            parts.append(text(bar.label, x: middle, y: Self.top + Self.height + 18))
        }
        return parts.joined(separator: "\n")
    }

    private func text(_ text: String, x: Int, y: Int, anchor: String = "middle") -> String {
        """
        <text x="\(x)" y="\(y)" text-anchor="\(anchor)" fill="#111">\(HTMLText.escaped(text))</text>
        """
    }
}
