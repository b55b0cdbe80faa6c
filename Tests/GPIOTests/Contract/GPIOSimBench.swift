import GPIO
import Glibc

/// A chip of the kernel's gpio-sim, made in configfs for one claim and taken away after it.
///
/// Needs root.
final class GPIOSimBench: ChipBench {
    /// Where gpio-sim's configfs is, from the environment; nil on machines without it.
    static let root: String? = getenv("DOMOVOY_GPIO_SIM").map { String(cString: $0) }

    private let label: String
    private let device: String
    private var bank: String { "\(device)/bank0" }

    init() throws {
        guard let root = Self.root else { throw BenchError("DOMOVOY_GPIO_SIM is not set") }
        label = "contract-\(UInt32.random(in: 0 ... .max))"
        device = "\(root)/\(label)"
        try make(device)
        try make(bank)
        try write("\(BenchKind.lineCount)", to: "\(bank)/num_lines")
        try write(label, to: "\(bank)/label")
        for (offset, name) in BenchKind.names {
            try make("\(bank)/line\(offset)")
            try write(name, to: "\(bank)/line\(offset)/name")
        }
        try plug()
    }

    deinit {
        try? unplug()
        for offset in BenchKind.names.keys { rmdir("\(bank)/line\(offset)") }
        rmdir(bank)
        rmdir(device)
    }

    var source: any ChipSource { KernelChips(.nameOrLabel(label)) }

    var sources: [any ChipSource] {
        guard let name = try? read("\(bank)/chip_name") else { return [] }
        return [.nameOrLabel(label), .nameOrLabel(name), .path("/dev/\(name)")].map {
            KernelChips($0)
        }
    }

    func drive(_ offset: Int, _ level: Int) throws {
        try write(level == 0 ? "pull-down" : "pull-up", to: try line(offset) + "/pull")
    }

    func level(_ offset: Int) throws -> Int {
        try read(try line(offset) + "/value") == "1" ? 1 : 0
    }

    func unplug() throws { try write("0", to: "\(device)/live") }
    func plug() throws { try write("1", to: "\(device)/live") }

    private func line(_ offset: Int) throws -> String {
        let chip = "\(try read("\(device)/dev_name"))/\(try read("\(bank)/chip_name"))"
        return "/sys/devices/platform/\(chip)/sim_gpio\(offset)"
    }

    private func make(_ folder: String) throws {
        if mkdir(folder, 0o755) != 0 { throw BenchError("mkdir \(folder): errno \(errno)") }
    }

    private func write(_ text: String, to path: String) throws {
        let file = open(path, O_WRONLY)
        guard file >= 0 else { throw BenchError("open \(path): errno \(errno)") }
        defer { close(file) }
        let count = Glibc.write(file, text, text.utf8.count)
        guard count == text.utf8.count else { throw BenchError("write \(path): errno \(errno)") }
    }

    private func read(_ path: String) throws -> String {
        let file = open(path, O_RDONLY)
        guard file >= 0 else { throw BenchError("open \(path): errno \(errno)") }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = Glibc.read(file, &bytes, bytes.count)
        guard count >= 0 else { throw BenchError("read \(path): errno \(errno)") }
        return String(decoding: bytes.prefix(count).filter { $0 > 32 }, as: UTF8.self)
    }
}

/// What kept a bench from being set up: not a failure of the code under test.
struct BenchError: Error, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
}
