import Testing

/// One thing that must hold on every chip.
struct Claim: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var check: @Sendable (any ChipBench) async throws -> Void

    init(_ text: String, _ check: @escaping @Sendable (any ChipBench) async throws -> Void) {
        testDescription = text
        self.check = check
    }
}

/// What the panel relies on, on every chip there is: `swift test --filter ChipContract`.
///
/// The kernel's part needs a kernel with gpio-sim, root, and `DOMOVOY_GPIO_SIM` set to gpio-sim's folder in configfs. Each
/// claim makes a chip of its own there and takes it away again. Where there is no compiler, the built tests do:
///
///     DOMOVOY_GPIO_SIM=/sys/kernel/config/gpio-sim \
///         .build/debug/domovoyPackageTests.xctest --testing-library swift-testing --filter ChipContractKernel
enum ChipContract {
    static let claims =
        findingClaims + inputClaims + outputClaims + readerClaims + absenceClaims + lampClaims
}

@Suite struct ChipContractSimulated {
    @Test(.timeLimit(.minutes(10)), arguments: ChipContract.claims)
    func numberedQueue(_ claim: Claim) async throws {
        try await claim.check(BenchKind.simulatedNumbered.make())
    }

    @Test(.timeLimit(.minutes(10)), arguments: ChipContract.claims)
    func unnumberedQueue(_ claim: Claim) async throws {
        try await claim.check(BenchKind.simulatedUnnumbered.make())
    }
}

// One after the other: the guest that runs this has little power.
@Suite(
    .serialized,
    .enabled(
        if: GPIOSimBench.root != nil,
        "needs gpio-sim: DOMOVOY_GPIO_SIM is not set (hardware/rig runs it in a guest)"))
struct ChipContractKernel {
    @Test(.timeLimit(.minutes(10)), arguments: ChipContract.claims)
    func gpioSim(_ claim: Claim) async throws {
        try await claim.check(BenchKind.kernel.make())
    }
}
