internal import CGPIOD
internal import Glibc

/// Owns one open chip of libgpiod; closes it in the end.
struct ChipHandle: ~Copyable {
    /// Never used after `deinit`, and by one thread only.
    let pointer: OpaquePointer
    let info: ChipInfo

    init(path: String) throws(GPIOError) {
        var opened: OpaquePointer?
        // SAFETY: the path is a C string for the length of the call; on success `opened` is ours to close.
        let result = cgpiod_chip_open(path, &opened)
        guard result == 0, let opened else {
            throw GPIOError(opening: path, code: -result)
        }
        var description = cgpiod_chip_info()
        // SAFETY: `opened` is a chip that we own, and the description outlives the call.
        let described = cgpiod_chip_describe(opened, &description)
        guard described == 0 else {
            // SAFETY: we own the chip and give up the only pointer to it.
            cgpiod_chip_close(opened)
            throw GPIOError(opening: path, code: -described)
        }
        pointer = opened
        info = ChipInfo(
            path: path, name: String(fixed: description.name),
            label: String(fixed: description.label),
            lineCount: Int(description.line_count))
    }

    deinit {
        // SAFETY: nobody else has the pointer: `ChipHandle` cannot be copied, and all requests keep it alive.
        cgpiod_chip_close(pointer)
    }

    borrowing func line(_ offset: Int) throws(GPIOError) -> LineInfo {
        var description = cgpiod_line_info()
        // SAFETY: the chip is open as long as `self`, and the description outlives the call.
        let result = cgpiod_line_describe(pointer, UInt32(clamping: offset), &description)
        guard result == 0 else {
            throw GPIOError(
                .describeLine, code: -result, subject: "\(info.name) line \(offset)",
                detail: GPIOError.detail(code: -result))
        }
        return LineInfo(offset: offset, description)
    }

    /// The chip devices of a directory, in the order of their numbers.
    static func paths(in directory: String) throws(GPIOError) -> [String] {
        // As many as a board could ever have; those beyond are not looked at.
        var paths = [cgpiod_path](repeating: cgpiod_path(), count: 256)
        // SAFETY: the array has room for as many paths as it says.
        let count = cgpiod_find_chips(directory, &paths, UInt32(paths.count))
        guard count >= 0 else {
            throw GPIOError(
                .listChips, code: -count, subject: "in \(directory)",
                detail: GPIOError.detail(code: -count))
        }
        return paths.prefix(Int(count)).map { String(fixed: $0.text) }
    }
}

extension LineInfo {
    fileprivate init(offset: Int, _ line: cgpiod_line_info) {
        let name = String(fixed: line.name)
        let consumer = String(fixed: line.consumer)
        self.init(
            offset: offset, name: name.isEmpty ? nil : name,
            direction: line.is_output ? .output : .input, isUsed: line.is_used,
            consumer: consumer.isEmpty ? nil : consumer, isActiveLow: line.is_active_low,
            bias: LineBias(line.bias))
    }
}

extension LineBias {
    fileprivate init(_ bias: cgpiod_bias) {
        switch bias {
        case CGPIOD_BIAS_DISABLED: self = .disabled
        case CGPIOD_BIAS_PULL_UP: self = .pullUp
        case CGPIOD_BIAS_PULL_DOWN: self = .pullDown
        default: self = .asIs
        }
    }

    var shim: cgpiod_bias {
        switch self {
        case .asIs: CGPIOD_BIAS_AS_IS
        case .disabled: CGPIOD_BIAS_DISABLED
        case .pullUp: CGPIOD_BIAS_PULL_UP
        case .pullDown: CGPIOD_BIAS_PULL_DOWN
        }
    }
}

extension String {
    /// The text of a C array of characters that ends at the first zero or at its end.
    fileprivate init<Characters: BitwiseCopyable>(fixed characters: Characters) {
        // SAFETY: the bytes are those of a plain C array, alive for the length of the closure.
        self = withUnsafeBytes(of: characters) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}
