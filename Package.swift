// swift-tools-version: 6.2

import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// For the longest of all tests: the core and its worlds are optimised in debug builds, too.
///
/// Every check is on. A module at a time takes a fraction of file by file.
let quick: [SwiftSetting] =
    strict + [
        .unsafeFlags(
            ["-O", "-assert-config", "Debug", "-whole-module-optimization", "-num-threads", "2"],
            .when(configuration: .debug))
    ]

/// A product of a package that is not named like it.
func product(_ name: String, of package: String) -> Target.Dependency {
    .product(name: name, package: package)
}

let log = product("Logging", of: "swift-log")
let lifecycle = product("ServiceLifecycle", of: "swift-service-lifecycle")
let signals = product("UnixSignals", of: "swift-service-lifecycle")
let arguments = product("ArgumentParser", of: "swift-argument-parser")
let grdb = product("GRDB", of: "GRDB.swift")
let httpClient = product("AsyncHTTPClient", of: "async-http-client")
let httpTypes = product("HTTPTypes", of: "swift-http-types")
let httpServer = product("HummingbirdCore", of: "hummingbird")
let nioCore = product("NIOCore", of: "swift-nio")
let nioPosix = product("NIOPosix", of: "swift-nio")

/// In a release, `SYMBOL=FILE` of scripts/release/icu-data.sh: linked in instead of Foundation's own 34 MB.
let icuData = (Context.environment["DOMOVOY_ICU_DATA"] ?? "").split(separator: "=", maxSplits: 1)
    .map(String.init)
let hasICUData = icuData.count == 2

let package = Package(
    name: "domovoy",
    products: [
        .executable(name: "domovoy", targets: ["domovoy"]),
        // The same program: its name says which of the two it is.
        .executable(name: "domovoyd", targets: ["domovoy"]),
        .executable(name: "domovoy-portal", targets: ["domovoy-portal"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(
            url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: []),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // All decisions. Imports nothing, not even Foundation.
        .target(name: "RoomCore", swiftSettings: quick),

        // One outside library each, next to RoomCore.
        .systemLibrary(
            name: "CLibgpiod", pkgConfig: "libgpiod", providers: [.apt(["libgpiod-dev"])]),
        .target(name: "CGPIOD", dependencies: ["CLibgpiod"]),
        .target(
            name: "GPIO", dependencies: ["RoomCore", "CGPIOD", "CLinux"], swiftSettings: strict),
        .target(
            name: "Journal",
            dependencies: [
                "RoomCore", "CLibmd", grdb, product("GRDBSQLite", of: "GRDB.swift"),
            ],
            swiftSettings: strict),
        .systemLibrary(name: "CLibical", pkgConfig: "libical", providers: [.apt(["libical-dev"])]),
        .target(name: "CLinux"),
        // JSON that keeps the order of its members.
        .target(name: "JSONText", swiftSettings: strict),
        // Days, times and dates of HTTP as numbers; below all that speaks to the outside.
        .target(name: "CivilCalendar", swiftSettings: strict),
        // How lines of iCalendar are written; below whoever writes some.
        .target(name: "ICalendarLines", swiftSettings: strict),
        // How requests travel to any server; below the adapters, which do not know each other.
        .target(
            name: "HTTPExchange",
            dependencies: [
                "RoomCore", "CivilCalendar", "CLinux", httpClient, nioCore, nioPosix,
                product("NIOHTTP1", of: "swift-nio"), product("NIOSSL", of: "swift-nio-ssl"),
            ],
            swiftSettings: strict),
        .target(name: "CIcal", dependencies: ["CLibical"]),
        .systemLibrary(name: "CLibmd", pkgConfig: "libmd", providers: [.apt(["libmd-dev"])]),
        .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
        .target(
            name: "CalDAV",
            dependencies: [
                "RoomCore", "HTTPExchange", "CivilCalendar", "ICalendarLines", "CIcal", "CExpat",
                "CLibmd", log, nioCore,
                product("NIOSSL", of: "swift-nio-ssl"),
            ],
            swiftSettings: strict),
        .target(
            name: "Bitrix24",
            dependencies: [
                "RoomCore", "HTTPExchange", "CivilCalendar", "JSONText", log, nioCore,
            ],
            swiftSettings: strict),
        .target(
            name: "PanelWeb",
            dependencies: [
                "RoomCore", "CivilCalendar", "ICalendarLines", "Wording", log, lifecycle,
                httpServer, httpTypes,
                nioCore, nioPosix,
            ],
            resources: [.embedInCode("Assets")],
            swiftSettings: strict),

        // What the panel knows in words, for the terminal and the pages.
        .target(name: "Wording", dependencies: ["RoomCore"], swiftSettings: strict),

        .systemLibrary(
            name: "CLibcrypt", pkgConfig: "libcrypt", providers: [.apt(["libcrypt-dev"])]),
        // The pages for facilities staff, as a part of the web.
        .target(
            name: "Desk",
            dependencies: [
                "RoomCore", "PanelWeb", "CLibcrypt", log, httpServer, httpTypes, nioCore,
            ],
            resources: [.embedInCode("Assets")],
            swiftSettings: strict),

        // Other settings, tried on what was recorded.
        .target(name: "Tuning", dependencies: ["RoomCore"], swiftSettings: quick),

        // Composition: the event loop, services, wiring.
        .target(
            name: "Panel",
            dependencies: [
                "RoomCore", "HTTPExchange", "CLibmd", "CLinux", "GPIO", "Journal", "CalDAV",
                "Bitrix24", "PanelWeb", "Desk", "Tuning", "Wording", log, lifecycle, signals,
                nioCore,
                nioPosix,
                "Yams",
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "domovoy",
            dependencies: ["Panel", "RoomCore", "Wording", arguments, log]
                + (hasICUData ? ["CICUData"] : []),
            swiftSettings: strict),

        // A Bitrix24 portal for the demo and the tests; knows nothing of the panel.
        .target(
            name: "PortalKit",
            dependencies: [
                "CivilCalendar", "JSONText", grdb, log, lifecycle, httpServer, httpTypes, nioCore,
                nioPosix,
            ],
            resources: [.embedInCode("Assets")], swiftSettings: strict),
        .executableTarget(
            name: "domovoy-portal",
            dependencies: ["PortalKit", arguments, log, lifecycle, signals],
            swiftSettings: strict),

        .executableTarget(
            name: "domovoy-bench",
            dependencies: [
                "RoomCore", "CalDAV", "Bitrix24", "PortalKit", "JSONText", log, nioPosix,
            ],
            swiftSettings: strict),

        // The main test: the real core in a world made from a seed.
        .target(name: "RoomSimulation", dependencies: ["RoomCore"], swiftSettings: quick),
        .executableTarget(
            name: "domovoy-sim", dependencies: ["RoomSimulation", arguments], swiftSettings: strict),

        // Doubles that pass the same suites as the real things.
        .target(name: "RoomTestKit", dependencies: ["RoomCore"], swiftSettings: strict),

        // What tests of servers and pages share: a server that answers with any bytes, certificates, a browser, a log.
        .target(
            name: "WebTestKit",
            dependencies: [
                "RoomCore", log, nioCore, nioPosix, product("NIOSSL", of: "swift-nio-ssl"),
            ],
            path: "Tests/WebTestKit", swiftSettings: strict),

        // Prints what the project asks of Foundation; a release is linked with a part of Foundation's data.
        .executableTarget(
            name: "foundation-check", dependencies: hasICUData ? ["CICUData"] : [],
            path: "Tests/FoundationCheck", swiftSettings: strict),

        .testTarget(
            name: "RoomCoreTests", dependencies: ["RoomCore", "RoomTestKit"],
            swiftSettings: strict),
        .testTarget(
            name: "RoomSimulationTests", dependencies: ["RoomSimulation", "RoomCore"],
            swiftSettings: strict),
        .testTarget(
            name: "TuningTests", dependencies: ["Tuning", "RoomCore", "RoomTestKit"],
            swiftSettings: strict),
        .testTarget(
            name: "WordingTests", dependencies: ["Wording", "RoomCore"], swiftSettings: strict),
        .testTarget(
            name: "RoomTestKitTests", dependencies: ["RoomCore", "RoomTestKit"],
            swiftSettings: strict),
        .testTarget(
            name: "GPIOTests", dependencies: ["GPIO", "RoomCore", "CGPIOD", "CLinux"],
            swiftSettings: strict),
        .executableTarget(
            name: "journal-crash-writer", dependencies: ["RoomCore", "Journal", "RoomTestKit"],
            path: "Tests/JournalCrashWriter", swiftSettings: strict),
        .testTarget(
            name: "JournalTests",
            dependencies: ["RoomCore", "Journal", "RoomTestKit", "journal-crash-writer", grdb],
            swiftSettings: strict),
        .testTarget(
            name: "CivilCalendarTests", dependencies: ["CivilCalendar"], swiftSettings: strict),
        .testTarget(
            name: "ICalendarLinesTests", dependencies: ["ICalendarLines"], swiftSettings: strict),
        .testTarget(name: "JSONTextTests", dependencies: ["JSONText"], swiftSettings: strict),
        .testTarget(
            name: "HTTPExchangeTests", dependencies: ["HTTPExchange"], swiftSettings: strict),
        .testTarget(
            name: "CalDAVTests",
            dependencies: [
                "CalDAV", "HTTPExchange", "ICalendarLines", "PanelWeb", "RoomCore", "RoomTestKit",
                "WebTestKit", log, nioCore, nioPosix, product("NIOSSL", of: "swift-nio-ssl"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "Bitrix24Tests",
            dependencies: [
                "Bitrix24", "CivilCalendar", "HTTPExchange", "JSONText", "PortalKit", "RoomCore",
                "RoomTestKit", "WebTestKit", log, nioCore, nioPosix,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "PortalKitTests",
            dependencies: [
                "CivilCalendar", "JSONText", "PortalKit", "WebTestKit", "domovoy-portal",
                httpClient, log, nioCore,
                product("NIOHTTP1", of: "swift-nio"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "PanelWebTests",
            dependencies: [
                "PanelWeb", "RoomCore", "WebTestKit", httpServer, httpTypes, lifecycle, log,
                nioCore,
                product("NIOEmbedded", of: "swift-nio"), nioPosix,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "DeskTests",
            dependencies: [
                "Desk", "PanelWeb", "RoomCore", log, httpServer, httpTypes, nioCore,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "PanelTests",
            dependencies: [
                "Panel", "Bitrix24", "Desk", "GPIO", "JSONText", "Journal", "PanelWeb", "PortalKit",
                "RoomCore",
                "RoomTestKit", "Tuning", "WebTestKit", "Wording", "domovoy", lifecycle, log,
                httpClient,
                nioCore,
                product("NIOHTTP1", of: "swift-nio"),
            ],
            swiftSettings: strict),
    ]
)

if hasICUData {
    package.targets.append(
        .target(
            name: "CICUData",
            cSettings: [
                .define("ICU_DATA_SYMBOL", to: icuData[0]),
                .define("ICU_DATA_FILE", to: "\"\(icuData[1])\""),
            ]))
}
