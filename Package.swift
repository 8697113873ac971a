// swift-tools-version: 6.2
import PackageDescription

/// Every target of ours: Swift 6 mode comes with the tools version; warnings are errors.
let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// The rooms that compute are optimized in debug builds, too: their tests work through hundreds of organizations. What stops
/// them still says why.
let computing = strict + [.unsafeFlags(["-O", "-assert-config", "Debug"], .when(configuration: .debug))]

/// A room: a target in Sources/, its tests in Tests/<name>Tests.
func room(_ name: String, _ dependencies: [Target.Dependency] = [], settings: [SwiftSetting] = strict) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(of name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
    .testTarget(
        name: name + "Tests",
        dependencies: [.byName(name: name)] + dependencies,
        exclude: exclude,
        swiftSettings: strict
    )
}

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTPTypes = Target.Dependency.product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
    name: "mutuality",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "mutuality", targets: ["mutuality"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        .systemLibrary(name: "CLibPQ", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CMalloc"),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        room("Postgres", ["CLibPQ", logging, subprocess, system]),
        room("Compression", ["CZlib"]),
        room("Domain", settings: computing),
        room("KPIs", ["Domain"], settings: computing),
        .target(
            name: "SQLCatalog",
            path: "sql",
            exclude: ["tests"],
            resources: [.embedInCode("migrations"), .embedInCode("views"), .embedInCode("roles.sql")],
            swiftSettings: strict
        ),
        room("Warehouse", ["Postgres", "Domain", "SQLCatalog", crypto, logging]),
        room("Ingestion", ["Postgres", "Warehouse", "Compression", "Domain", crypto, yams]),
        room("Analytics", ["CMalloc", "KPIs", "Postgres", "Warehouse", "Domain", logging]),
        room("Disclosure", ["KPIs", "Postgres", "Warehouse", "Domain", logging], settings: computing),
        room("Export", ["Compression", "Domain"]),
        .target(
            name: "Report",
            dependencies: ["Domain", crypto, mustache],
            resources: [
                .embedInCode("Templates/report.mustache"), .embedInCode("Templates/report.css"),
                .embedInCode("Templates/texts.json"),
            ],
            swiftSettings: strict
        ),
        room(
            "Endpoint",
            [
                "Compression", "Export", "Report", "Domain", httpTypes, hummingbird, hummingbirdCore, lifecycle,
                logging, nioCore,
                nioHTTPTypes,
            ]),
        room("Simulator", ["Domain"], settings: computing),
        .executableTarget(
            name: "mutuality",
            dependencies: [
                "CMalloc", "Postgres", "Domain", "KPIs", "Warehouse", "Ingestion", "Analytics",
                "Disclosure", "Export", "Report", "Endpoint", "Simulator", argumentParser, lifecycle, logging,
                unixSignals, yams,
            ],
            swiftSettings: strict
        ),
        // What tests of every room use; TestSupport has servers.
        .target(name: "TestValues", dependencies: ["Domain"], path: "Tests/TestValues", swiftSettings: computing),
        .target(
            name: "TestSupport",
            dependencies: ["TestValues", "Postgres", "Warehouse", "Domain", logging],
            path: "Tests/TestSupport",
            swiftSettings: strict
        ),
        tests(of: "Postgres", ["TestSupport", logging, subprocess, system]),
        tests(of: "Compression", ["CZlib", "TestValues"]),
        tests(of: "Domain", ["TestValues"], exclude: ["Oracle"]),
        tests(of: "KPIs", ["Domain", "Export", "TestValues"], exclude: ["Oracle"]),
        tests(
            of: "Warehouse", ["TestSupport", "TestValues", "Domain", "Postgres", "SQLCatalog", logging],
            exclude: ["Readers"]),
        tests(of: "Ingestion", ["TestSupport", "TestValues", "Domain", "Postgres", "Warehouse", crypto]),
        tests(
            of: "Analytics",
            ["TestSupport", "TestValues", "Disclosure", "Domain", "KPIs", "Postgres", "Warehouse", logging]),
        tests(
            of: "Disclosure", ["TestSupport", "TestValues", "KPIs", "Domain", "Postgres", "Warehouse", logging],
            exclude: ["Oracle"]),
        tests(of: "Report", ["TestValues", "KPIs", "Domain"]),
        tests(of: "Export", ["TestValues", "Compression", "Domain"], exclude: ["Spreadsheet"]),
        tests(
            of: "Endpoint",
            [
                "TestSupport", "TestValues", "Domain", "Export", hummingbird, hummingbirdCore, hummingbirdTesting,
                lifecycle, logging, nioCore, nioPosix,
            ]),
        tests(of: "Simulator", ["Domain"]),
        .testTarget(
            name: "PowerTests", dependencies: ["Disclosure", "KPIs", "Simulator", "Domain", "TestValues"],
            swiftSettings: computing),
        .testTarget(
            name: "CatalogTests", dependencies: ["Domain", "SQLCatalog", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "IntegrationTests",
            dependencies: [
                "mutuality", "TestSupport", "TestValues",
                "Postgres", "Warehouse", "Disclosure", "Ingestion", "KPIs", "Domain",
            ],
            exclude: ["Browser", "Dashboards"],
            swiftSettings: strict
        ),
    ]
)
