// swift-tools-version: 6.2
import PackageDescription

/// The settings of every Swift target: warnings are errors, imports are internal unless they say
/// otherwise, and a member is visible only where its module is imported.
let swiftSettings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "veo",
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(
            url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: []),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0", traits: []),
    ],
    targets: [
        .target(name: "CEditline", linkerSettings: [.linkedLibrary("edit")]),
        .target(
            name: "LineEditor",
            dependencies: ["CEditline"],
            swiftSettings: swiftSettings),
        .target(
            name: "VeoLanguage",
            swiftSettings: swiftSettings),
        .systemLibrary(name: "CXattr"),
        .systemLibrary(name: "CZlib"),
        .target(
            name: "VeoClient",
            dependencies: [
                "CXattr",
                "CZlib",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: swiftSettings),
        .target(
            name: "VeoSession",
            dependencies: [
                "VeoLanguage",
                "VeoClient",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: swiftSettings),
        .target(name: "CSampleVideos", exclude: ["Clips"]),
        .target(name: "CSimulatorPage", exclude: ["Assets"]),
        .target(
            name: "VeoSimulator",
            dependencies: [
                "CSampleVideos",
                "CSimulatorPage",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: swiftSettings),
        .executableTarget(
            name: "veo",
            dependencies: [
                "LineEditor",
                "VeoLanguage",
                "VeoClient",
                "VeoSession",
                "VeoSimulator",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: swiftSettings,
            linkerSettings: [
                // Packed relocations: less to read and to touch at start-up.
                .unsafeFlags(
                    ["-use-ld=lld", "-Xlinker", "-z", "-Xlinker", "pack-relative-relocs"],
                    .when(configuration: .release))
            ]),
        // A server for tests that sends any bytes whatever.
        .target(
            name: "RawServer",
            dependencies: [
                "VeoSimulator",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            path: "Tests/RawServer",
            swiftSettings: swiftSettings),
        .testTarget(
            name: "LineEditorTests",
            dependencies: ["LineEditor"],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "VeoLanguageTests",
            dependencies: ["VeoLanguage"],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "VeoSimulatorTests",
            dependencies: [
                "VeoSimulator",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "VeoClientTests",
            dependencies: [
                "CXattr",
                "CZlib",
                "RawServer",
                "VeoClient",
                "VeoSimulator",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "VeoSessionTests",
            dependencies: [
                "RawServer",
                "VeoSession",
                "VeoClient",
                "VeoLanguage",
                "VeoSimulator",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: swiftSettings),
        .testTarget(
            name: "veoTests",
            dependencies: [
                "LineEditor",
                "RawServer",
                "veo",
                "VeoClient",
                "VeoLanguage",
                "VeoSession",
                "VeoSimulator",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            exclude: ["Scripts"],
            swiftSettings: swiftSettings),
    ]
)
