import CGPIOD
import Glibc
import Testing

@testable import GPIO

/// What the C shim does on any machine, with or without GPIO.
struct ShimTests {
    @Test func theLibraryIsOneOfTheTwo() {
        let version = KernelChips.libraryVersion
        #expect(version.hasPrefix("1.6") || version.hasPrefix("2."), "\(version)")
        #expect(cgpiod_numbers_edges() == version.hasPrefix("2."))
        #expect(cgpiod_debounces() == version.hasPrefix("2."))
        #expect(cgpiod_queue_capacity() == (version.hasPrefix("2.") ? 256 : 16))
    }

    @Test func aPathThatIsNotThereIsNoChip() throws {
        let error = #expect(throws: GPIOError.self) {
            try KernelChips(.path("/dev/there-is-no-such-chip")).open()
        }
        #expect(
            "\(try #require(error))"
                == "cannot open GPIO chip /dev/there-is-no-such-chip: there is no such chip (ENOENT)"
        )
    }

    @Test(arguments: ["/dev/null", "/dev", "/proc/version"])
    func aPathThatIsSomethingElseIsRefused(path: String) throws {
        let error = #expect(throws: GPIOError.self) { try KernelChips(.path(path)).open() }
        #expect(error?.subject == path)
        #expect([ENOTTY, ENODEV, EISDIR].contains(error?.code), "\(String(describing: error))")
    }

    @Test func aFolderWithoutChipsHasNone() throws {
        let listing = try ChipListing.all(in: "/usr")
        #expect(listing.chips.isEmpty && listing.errors.isEmpty)
        let error = #expect(throws: GPIOError.self) {
            try KernelChips(.nameOrLabel("gpiochip0"), directory: "/usr").open()
        }
        #expect(error?.detail == "this machine has no GPIO chip")
    }

    @Test func aFolderThatIsNotThereIsAnError() throws {
        let error = #expect(throws: GPIOError.self) { try ChipListing.all(in: "/no/such/folder") }
        #expect(error?.code == ENOENT)
        #expect(error?.operation == .listChips)
    }

    @Test func aWakeSignalIsReadableUntilCleared() throws {
        let wake = try WakeSignal()
        func isReadable() -> Bool {
            var entry = pollfd(fd: wake.descriptor, events: Int16(POLLIN), revents: 0)
            return poll(&entry, 1, 0) == 1
        }
        #expect(!isReadable())
        wake.signal()
        wake.signal()
        #expect(isReadable())
        wake.clear()
        #expect(!isReadable())
        wake.clear()
    }
}
