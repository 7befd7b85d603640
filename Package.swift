// swift-tools-version: 6.2
import PackageDescription

/// Settings of every Swift target: the whole house compiles under one set of rules.
let house: [SwiftSetting] = [
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

// The modules are a staircase: each imports only from floors above it in this list.
// Documentation: Sources/Sagitta/Documentation.docc/Architecture.md
let targets: [Target] = [
  // Floor 0: C libraries of the system.
  .systemLibrary(
    name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
  .target(name: "CPixelKernels"),
  .target(name: "CPNG", linkerSettings: [.linkedLibrary("isal"), .linkedLibrary("z")]),
  .target(name: "CJPEG", linkerSettings: [.linkedLibrary("jpeg")]),
  .target(name: "CGIF", linkerSettings: [.linkedLibrary("gif")]),
  .target(name: "COpenJPEG", linkerSettings: [.linkedLibrary("openjp2")]),
  .target(name: "CVoxelTypes"),
  .target(name: "CArchive", linkerSettings: [.linkedLibrary("archive")]),
  .target(name: "CIgzip", linkerSettings: [.linkedLibrary("isal")]),
  .target(name: "CInflating"),
  .target(name: "CFileWriting"),
  .target(name: "CRayKernels"),
  .target(name: "CProcessor"),

  // The innermost loops, in C: once for each CPU level.
  .target(name: "CKernels"),

  // Floor 1: words and tools that know nothing of each other.
  .target(name: "Geometry"),
  .target(name: "DICOMModel", exclude: ["Dictionary/generate.py"]),
  .target(name: "WorkScheduling", dependencies: ["CProcessor"]),
  .target(name: "Files", dependencies: ["CFileWriting"]),

  // Floor 2
  .target(
    name: "Compression",
    dependencies: ["CArchive", "CZlib", "CIgzip", "CInflating", "WorkScheduling"]),
  .target(name: "VolumeModel", dependencies: ["Geometry", "WorkScheduling"]),
  .target(name: "DICOMCoding", dependencies: ["DICOMModel"]),
  .target(
    name: "PixelCoding", dependencies: ["DICOMModel", "CPixelKernels", "WorkScheduling"]),

  // Floor 3
  .target(
    name: "Codecs",
    dependencies: ["PixelCoding", "DICOMModel", "Compression", "CJPEG", "COpenJPEG"]),
  .target(
    name: "Sampling", dependencies: ["CKernels", "Geometry", "VolumeModel", "WorkScheduling"]),
  .target(name: "DICOMImaging", dependencies: ["DICOMCoding", "PixelCoding", "Geometry"]),
  .target(
    name: "Presentation", dependencies: ["Geometry", "VolumeModel", "WorkScheduling"],
    exclude: ["Text/generate.py", "Text/FONT-LICENSE.txt", "Color/generate.py"]),
  .target(
    name: "VolumeMathematics", dependencies: ["Geometry", "VolumeModel", "WorkScheduling"]),
  .target(
    name: "ImageFiles", dependencies: ["VolumeModel", "Files", "CPNG", "CJPEG", "CGIF"]),
  .target(
    name: "VolumeFiles",
    dependencies: [
      "VolumeModel", "Geometry", "Files", "Compression", "WorkScheduling", "CVoxelTypes",
    ]),

  // Floor 4
  .target(
    name: "SeriesLoading",
    dependencies: [
      "Codecs", "DICOMImaging", "Files", "VolumeFiles", "VolumeModel", "WorkScheduling",
      "Compression",
    ]),
  .target(
    name: "Reslicing", dependencies: ["Sampling", "Geometry", "VolumeModel", "WorkScheduling"]),
  .target(
    name: "RayCasting",
    dependencies: [
      "CRayKernels", "Geometry", "Presentation", "Sampling", "VolumeModel", "WorkScheduling",
    ]),
  .target(
    name: "Phantoms",
    dependencies: [
      "VolumeModel", "DICOMCoding", "Compression", "Files", "WorkScheduling",
    ]),
  .target(
    name: "DerivedObjects",
    dependencies: [
      "Codecs", "Compression", "DICOMCoding", "DICOMImaging", "DICOMModel", "Files",
      "Geometry", "PixelCoding", "VolumeModel", "WorkScheduling",
    ]),

  // Floor 5: images of any kind, and the page that explains an input.
  .target(
    name: "StoredImages",
    dependencies: [
      "Codecs", "DICOMCoding", "DICOMImaging", "DICOMModel", "Geometry", "PixelCoding",
      "Presentation", "SeriesLoading", "VolumeModel", "WorkScheduling",
    ]),
  .target(
    name: "Reports",
    dependencies: [
      "Files", "Geometry", "ImageFiles", "Presentation", "RayCasting", "Reslicing", "SeriesLoading",
      "VolumeModel", "WorkScheduling",
    ]),

  // Floor 6: the one import for programs that embed the engine.
  .target(
    name: "Sagitta",
    dependencies: [
      "Codecs", "Compression", "DICOMCoding", "DICOMImaging", "DICOMModel", "DerivedObjects",
      "Files", "Geometry", "ImageFiles", "Phantoms", "PixelCoding", "Presentation", "RayCasting",
      "Reports", "Reslicing", "Sampling", "SeriesLoading", "StoredImages",
      "VolumeFiles", "VolumeMathematics", "VolumeModel", "WorkScheduling",
    ]),

  // Floor 7: the command line.
  .target(
    name: "SagittaCommands",
    dependencies: [
      "Sagitta", .product(name: "ArgumentParser", package: "swift-argument-parser"),
    ]),
  .executableTarget(name: "sagitta", dependencies: ["SagittaCommands"]),

  // Programs to learn from; no products, so that dependents do not get them.
  .executableTarget(
    name: "load-and-render", dependencies: ["Sagitta"], path: "Examples/LoadAndRender"),
  .executableTarget(
    name: "custom-decoder", dependencies: ["Sagitta"], path: "Examples/CustomDecoder"),
  .executableTarget(
    name: "volume-mathematics", dependencies: ["Sagitta"], path: "Examples/VolumeMathematics"),
  .executableTarget(
    name: "custom-transfer-function", dependencies: ["Sagitta"],
    path: "Examples/CustomTransferFunction"),
  .executableTarget(
    name: "watched-loading", dependencies: ["Sagitta"], path: "Examples/WatchedLoading"),
  .executableTarget(name: "mip-preview", dependencies: ["Sagitta"], path: "Examples/MIPPreview"),
]

let tests: [Target] = [
  .testTarget(name: "DICOMModelTests", dependencies: ["DICOMModel", "TestSupport"]),
  .testTarget(
    name: "DICOMCodingTests",
    dependencies: ["DICOMCoding", "DICOMModel", "Compression", "TestSupport"]),
  .testTarget(
    name: "CompressionTests", dependencies: ["Compression", "TestSupport", "WorkScheduling"]),
  .testTarget(
    name: "CodecsTests",
    dependencies: [
      "Codecs", "Compression", "DICOMCoding", "DICOMImaging", "DICOMModel", "PixelCoding",
      "TestSupport",
    ]),
  // Places, peers and conditions that tests share.
  .target(name: "TestSupport", path: "Tests/TestSupport"),
  .testTarget(name: "TestSupportTests", dependencies: ["TestSupport"]),
  .testTarget(
    name: "ExamplesTests",
    dependencies: [
      "Phantoms", "TestSupport", "VolumeModel", "custom-decoder", "custom-transfer-function",
      "load-and-render", "mip-preview", "sagitta", "volume-mathematics", "watched-loading",
    ]),
  .testTarget(name: "DocumentationTests", dependencies: ["Sagitta", "TestSupport"]),
  .testTarget(name: "FilesTests", dependencies: ["Files", "TestSupport"]),
  .testTarget(
    name: "PresentationTests",
    dependencies: ["Presentation", "VolumeModel", "Geometry", "TestSupport"]),
  // libpng and libjpeg read back what ImageFiles wrote.
  .target(
    name: "CImageReading", path: "Tests/CImageReading",
    linkerSettings: [.linkedLibrary("png"), .linkedLibrary("jpeg")]),
  .testTarget(
    name: "ImageFilesTests", dependencies: ["ImageFiles", "CImageReading", "TestSupport"]),
  .testTarget(
    name: "VolumeFilesTests",
    dependencies: [
      "VolumeFiles", "VolumeModel", "Files", "Geometry", "Compression", "TestSupport",
    ]),
  .testTarget(name: "GeometryTests", dependencies: ["Geometry", "TestSupport"]),
  .testTarget(name: "WorkSchedulingTests", dependencies: ["WorkScheduling"]),
  .testTarget(
    name: "VolumeModelTests",
    dependencies: ["VolumeModel", "Geometry", "WorkScheduling", "TestSupport"]),
  .testTarget(
    name: "PixelCodingTests", dependencies: ["PixelCoding", "DICOMModel", "TestSupport"]),
  .testTarget(
    name: "DICOMImagingTests",
    dependencies: ["DICOMImaging", "DICOMModel", "Geometry", "PixelCoding", "TestSupport"]),
  .testTarget(
    name: "SeriesLoadingTests",
    dependencies: [
      "SeriesLoading", "Compression", "DICOMCoding", "DICOMImaging", "DICOMModel", "Files",
      "Geometry", "Phantoms", "PixelCoding", "TestSupport", "VolumeFiles", "VolumeModel",
      "WorkScheduling",
    ]),
  .testTarget(
    name: "SagittaCommandsTests",
    dependencies: [
      "SagittaCommands", "sagitta", "DICOMCoding", "DICOMModel", "Geometry", "Phantoms",
      "Presentation", "SeriesLoading", "TestSupport", "VolumeFiles", "VolumeModel",
    ]),
  .testTarget(
    name: "DerivedObjectsTests",
    dependencies: [
      "DerivedObjects", "DICOMCoding", "DICOMImaging", "DICOMModel", "Files", "Geometry",
      "Phantoms", "PixelCoding", "Reslicing", "Sampling", "SeriesLoading", "TestSupport",
      "VolumeModel",
    ]),
  .testTarget(
    name: "VolumeMathematicsTests",
    dependencies: ["VolumeMathematics", "Geometry", "VolumeModel", "WorkScheduling"]),
  .testTarget(
    name: "StoredImagesTests",
    dependencies: [
      "StoredImages", "DICOMCoding", "DICOMModel", "PixelCoding", "Presentation", "TestSupport",
      "VolumeModel",
    ]),
  .testTarget(
    name: "ReportsTests",
    dependencies: [
      "Reports", "SeriesLoading", "Phantoms", "Geometry", "Reslicing", "TestSupport", "VolumeModel",
    ]),
  .testTarget(name: "PhantomsTests", dependencies: ["Phantoms", "TestSupport"]),
  .testTarget(
    name: "OrientationTests",
    dependencies: ["Phantoms", "SeriesLoading", "Reslicing", "RayCasting", "Presentation"]),
  .testTarget(
    name: "RayCastingTests",
    dependencies: [
      "RayCasting", "Geometry", "Phantoms", "Sampling", "TestSupport", "VolumeModel",
      "WorkScheduling",
    ]),
  .testTarget(
    name: "ReslicingTests",
    dependencies: [
      "Reslicing", "Sampling", "Geometry", "TestSupport", "VolumeModel", "WorkScheduling",
    ]),
]

// Tests/Fuzzing/run sets this: only what takes strangers' bytes is built for it, with sanitisers.
let isFuzzed = Context.environment["SAGITTA_FUZZING"] == "1"

let package = Package(
  name: "Sagitta",
  products: [
    .library(name: "Sagitta", targets: ["Sagitta"]),
    .executable(name: "sagitta", targets: ["sagitta"]),
  ] + (isFuzzed ? [.library(name: "SagittaLoading", targets: ["SeriesLoading"])] : []),
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")
  ],
  targets: targets + tests,
  swiftLanguageModes: [.v6]
)

// Tests/run sets this; a newer compiler's new warnings must not stop people who only build.
let warningsAreErrors = Context.environment["SAGITTA_WARNINGS_AS_ERRORS"] == "1"

for target in package.targets where target.type != .system {
  target.swiftSettings = house
  if warningsAreErrors {
    target.swiftSettings?.append(.treatAllWarnings(as: .error))
    target.cSettings = (target.cSettings ?? []) + [.treatAllWarnings(as: .error)]
  }
}
