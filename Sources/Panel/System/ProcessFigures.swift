import FoundationEssentials
import PanelWeb
import RoomCore

#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// What the process uses of the machine, as `/proc/self` tells it (proc(5)).
enum ProcessFigures {
    /// The figures; nil where there is no `/proc`.
    static func now(_ time: any TimeSource) -> PanelFigures.Process? {
        guard let stat = try? String(contentsOfFile: "/proc/self/stat", encoding: .utf8),
            let files = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
        else { return nil }
        return figures(
            stat: stat, ticksPerSecond: sysconf(Int32(_SC_CLK_TCK)),
            pageBytes: sysconf(Int32(_SC_PAGESIZE)), descriptors: files.count, at: time.now())
    }

    /// Reads one line of `/proc/self/stat`; nil if it is not one.
    ///
    /// Start and processor time are in clock ticks, the start since boot; memory is in pages.
    static func figures(
        stat: String, ticksPerSecond: Int, pageBytes: Int, descriptors: Int, at now: Now
    ) -> PanelFigures.Process? {
        // The program's name, in brackets, may hold anything; the fields after it are numbers.
        guard ticksPerSecond > 0, let end = stat.lastIndex(of: ")") else { return nil }
        let fields = stat[stat.index(after: end)...].split(separator: " ")
        guard fields.count > 21, let user = Int64(fields[11]), let system = Int64(fields[12]),
            let started = Int64(fields[19]), let pages = Int(fields[21])
        else { return nil }
        let tick = Duration.seconds(1) / ticksPerSecond
        return PanelFigures.Process(
            startedAt: now.wall - (now.uptime.sinceBoot - tick * started),
            processorTime: tick * (user + system), residentBytes: pages * pageBytes,
            openDescriptors: descriptors)
    }
}
