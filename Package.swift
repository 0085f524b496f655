// swift-tools-version: 6.2
import Foundation
import PackageDescription

/// Sanitizers, fuzzing and the benchmarks need everything but the HTTP half, which is most of the build:
/// `ANSINH_CORE_ONLY=1 swift build` leaves out the gateway and the verbs that serve.
let coreOnly = ProcessInfo.processInfo.environment["ANSINH_CORE_ONLY"] == "1"

/// `ANSINH_FUZZ=1`: the code that reads files tells libFuzzer which way it went, and there is a program to feed it (`Tests/Fuzz/run.py`).
/// Every access to memory is watched too, unless it is `ANSINH_FUZZ=plain`.
let fuzzing = ProcessInfo.processInfo.environment["ANSINH_FUZZ"]

let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// The inner loops of reading and loading. That no two accesses to a value overlap is checked at run time in debug builds, where every test
/// runs; in release builds these checks were 16 % of reading a CSV file.
let fast = strict + [.unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release))]

/// What is fuzzed, and the fuzzer.
let sanitizers = fuzzing == "plain" ? "-sanitize=fuzzer" : "-sanitize=fuzzer,address"
let watched: [SwiftSetting] = fuzzing == nil ? [] : [.unsafeFlags([sanitizers, "-enable-testing"])]

let grdb: [Target.Dependency] = [
    .product(name: "GRDB", package: "GRDB.swift"),
    .product(name: "GRDBSQLite", package: "GRDB.swift"),
]

var dependencies: [Package.Dependency] = [
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
]

let products: [Product] = [.executable(name: "ansinh", targets: ["CLI"])]

/// The program without the gateway still has every verb that needs no server.
var program: [Target.Dependency] = [
    "Reporting", "Reconcile", "Ingest", "Registry", "Simulation",
    .product(name: "ArgumentParser", package: "swift-argument-parser"),
]
var programSettings = strict

var targets: [Target] = [
    .systemLibrary(
        name: "CSodium", path: "Sources/Systems/CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
    .systemLibrary(
        name: "CLibCrypto", path: "Sources/Systems/CLibCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(
        name: "CLibPQ", path: "Sources/Systems/CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(
        name: "CLibXML2", path: "Sources/Systems/CLibXML2", pkgConfig: "libxml-2.0",
        providers: [.apt(["libxml2-dev"])]),
    .systemLibrary(
        name: "CZlib", path: "Sources/Systems/CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(
        name: "CXLSXWriter", path: "Sources/Systems/CXLSXWriter", pkgConfig: "xlsxwriter",
        providers: [.apt(["libxlsxwriter-dev"])]),
    .systemLibrary(name: "CProcessor", path: "Sources/Systems/CProcessor"),

    .target(
        name: "Registry", dependencies: grdb + ["CSodium", "CLibCrypto", "CLibPQ"],
        resources: [.copy("Places/Geography"), .copy("Programmes/Catalogue")], swiftSettings: fast + watched),
    .target(
        name: "Ingest",
        dependencies: ["Registry", "CLibXML2", "CZlib", "CXLSXWriter", "CProcessor", .product(name: "Yams", package: "Yams")],
        swiftSettings: fast + watched),
    .target(name: "Reconcile", dependencies: ["Registry", "CProcessor"], swiftSettings: strict),
    .target(name: "Reporting", dependencies: ["Registry"], swiftSettings: strict),
    .target(
        name: "Simulation", dependencies: ["Registry"], resources: [.copy("Tables")], swiftSettings: strict),

    .executableTarget(
        name: "job-claims", dependencies: ["Registry"], path: "Benchmarks/JobClaims", swiftSettings: strict),

    .target(name: "TestSupport", dependencies: ["Registry", "CZlib"], path: "Tests/Support", swiftSettings: strict),
    .testTarget(name: "RegistryTests", dependencies: ["Registry", "TestSupport"], swiftSettings: strict),
    .testTarget(
        name: "IngestTests", dependencies: ["Ingest", "TestSupport"], resources: [.copy("Fixtures")], swiftSettings: strict),
    .testTarget(name: "ReconcileTests", dependencies: ["Reconcile", "TestSupport"], swiftSettings: strict),
    .testTarget(name: "ReportingTests", dependencies: ["Reporting", "TestSupport"], swiftSettings: strict),
    .testTarget(name: "SimulationTests", dependencies: ["Simulation"], swiftSettings: strict),
]

if !coreOnly {
    dependencies += [
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: []),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    ]
    program += ["Gateway", .product(name: "Logging", package: "swift-log")]
    targets += [
        .target(
            name: "Gateway",
            dependencies: [
                "Registry", "Ingest", "Reconcile", "Reporting", "CSodium",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            resources: [.copy("Pages/Templates"), .copy("Pages/Assets"), .copy("Pages/Texts")], swiftSettings: strict),
        .testTarget(
            name: "GatewayTests", dependencies: ["Gateway", "TestSupport", .product(name: "Logging", package: "swift-log")],
            swiftSettings: strict),
    ]
} else {
    programSettings.append(.define("CORE_ONLY"))
}

if let fuzzing {
    targets += [
        .systemLibrary(name: "CFuzzer", path: "Tests/Fuzz/CFuzzer"),
        .executableTarget(
            name: "fuzz", dependencies: ["Ingest", "Registry", "TestSupport", "CFuzzer"], path: "Tests/Fuzz/Program",
            swiftSettings: strict + watched,
            linkerSettings: fuzzing == "plain" ? [] : [.unsafeFlags(["-sanitize=address"])]),
    ]
}

targets += [
    .executableTarget(name: "CLI", dependencies: program, swiftSettings: programSettings),
    .testTarget(name: "CLITests", dependencies: ["CLI", "TestSupport"], swiftSettings: strict),
]

let package = Package(
    name: "ansinh", products: products, dependencies: dependencies, targets: targets, swiftLanguageModes: [.v6])
