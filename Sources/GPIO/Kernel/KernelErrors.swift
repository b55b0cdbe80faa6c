internal import Glibc

extension GPIOError {
    /// What an errno of the kernel's GPIO means to an operator.
    static func detail(code: Int32) -> String {
        switch code {
        case EACCES, EPERM: "not allowed; does this user belong to the group gpio?"
        case ENODEV, ENXIO: "the chip is gone"
        case EBUSY: "somebody else holds it"
        case EINVAL: "the chip does not accept these settings"
        default: Errno.text(code)
        }
    }

    init(opening path: String, code: Int32) {
        let detail =
            switch code {
            case ENOENT, ENODEV, ENXIO: "there is no such chip"
            case ENOTTY: "this is not a GPIO chip"
            default: Self.detail(code: code)
            }
        self.init(.openChip, code: code, subject: path, detail: detail)
    }

    /// Whether the chip as a whole is lost, and with it all that was requested of it.
    var meansChipIsGone: Bool { code == ENODEV || code == ENXIO }
}
