// swift-tools-version: 6.2
import PackageDescription

/// Settings of every Swift target: the whole house compiles under one set of rules.
let house: [SwiftSetting] = [
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

// Leaves out what needs sockets, with all packages under it: first pictures in minutes, and nothing to
// fetch for those who build the engine alone (Examples/quickstart, the Python package).
let isEngineOnly = Context.environment["SAGITTA_ENGINE_ONLY"] == "1"

// Examples/quickstart sets this for its first pictures: the optimiser takes three quarters of a compiler's time,
// and what reads options and lays out pages is as good without it.
let isHasty = Context.environment["SAGITTA_HASTY"] == "1"
let unoptimised: Set = [
  "Batches", "Outputs", "Reports", "SagittaCommands", "Schemas", "Views", "VolumeRequests",
]

// The modules are a staircase in wings, in the order of the data's way: each imports only from what
// stands above it in this file.
// Documentation: Sources/Faces/Sagitta/Documentation.docc/Architecture.md

/// The targets of one wing: each lies in the folder that has its name.
func wing(_ folder: String, _ targets: [Target]) -> [Target] {
  for target in targets { target.path = "\(folder)/\(target.name)" }
  return targets
}

// Words and tools that know nothing of images, each C library beside the Swift that uses it.
let foundations = wing(
  "Sources/Foundations",
  [
    .target(name: "Faults"),
    .target(name: "Locks"),
    .target(name: "CProcessor"),
    .target(name: "CScratch"),
    .target(
      name: "WorkScheduling", dependencies: ["CProcessor", "CScratch", "Faults", "Locks"]),
    .target(name: "CUnfinishedFiles"),
    .target(name: "CPageCache"),
    .target(name: "Files", dependencies: ["Faults", "CPageCache", "CUnfinishedFiles", "Locks"]),
    .target(name: "StableJSON", dependencies: ["Files"]),
    .target(name: "Geometry", dependencies: ["Faults"]),
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(
      name: "CUnpacking",
      linkerSettings: [
        .linkedLibrary("archive"), .linkedLibrary("isal"), .linkedLibrary("zstd"),
      ]),
    .target(name: "CDigests"),
    .target(
      name: "Compression",
      dependencies: ["CDigests", "Faults", "CUnpacking", "CZlib", "WorkScheduling"]),
  ])

// Bytes become data sets, and data sets frames.
let dicom = wing(
  "Sources/DICOM",
  [
    .target(
      name: "DICOMModel", dependencies: ["Faults"], exclude: ["Dictionary/generate.py"]),
    .target(name: "DICOMCoding", dependencies: ["Faults", "DICOMModel"]),
    .target(name: "CPixelKernels"),
    .target(
      name: "PixelCoding",
      dependencies: ["Faults", "DICOMModel", "CPixelKernels", "WorkScheduling"]),
    .target(name: "CJPEG", linkerSettings: [.linkedLibrary("jpeg")]),
    .target(name: "COpenJPEG", linkerSettings: [.linkedLibrary("openjp2")]),
    .target(
      name: "Codecs",
      dependencies: [
        "PixelCoding", "DICOMModel", "Compression", "CJPEG", "COpenJPEG", "WorkScheduling",
      ]),
    .target(
      name: "DICOMImaging", dependencies: ["Faults", "DICOMModel", "Geometry", "PixelCoding"]),
  ])

// Frames become volumes, and volumes files.
let volumes = wing(
  "Sources/Volumes",
  [
    .target(name: "CVolumes"),
    .target(
      name: "VolumeModel",
      dependencies: [
        "CScratch", "CVolumes", "Faults", "Geometry", "Locks", "WorkScheduling",
      ]),
    .target(
      name: "VolumeMathematics", dependencies: ["Geometry", "VolumeModel", "WorkScheduling"]),
    .target(name: "CVoxelTypes"),
    .target(
      name: "VolumeFiles",
      dependencies: [
        "Faults", "VolumeModel", "Geometry", "Files", "Locks", "StableJSON", "Compression",
        "WorkScheduling", "CVoxelTypes",
      ]),
    .target(
      name: "SeriesLoading",
      dependencies: [
        "Faults", "Codecs", "Compression", "DICOMCoding", "DICOMImaging", "DICOMModel", "Files",
        "Geometry", "Locks",
        "PixelCoding", "VolumeFiles", "VolumeModel", "WorkScheduling",
      ]),
    .target(
      name: "Phantoms",
      dependencies: [
        "Faults", "Compression", "DICOMCoding", "DICOMModel", "Files", "Geometry", "VolumeModel",
        "WorkScheduling",
      ]),
    .target(
      name: "DerivedObjects",
      dependencies: [
        "Faults", "Codecs", "Compression", "DICOMCoding", "DICOMImaging", "DICOMModel", "Files",
        "Geometry", "PixelCoding", "VolumeModel", "WorkScheduling",
      ]),
  ])

// Volumes become samples, samples images, and images files.
let rendering = wing(
  "Sources/Rendering",
  [
    .target(name: "CKernels", dependencies: ["CVolumes"]),
    .target(
      name: "Sampling",
      dependencies: ["CKernels", "CVolumes", "Geometry", "VolumeModel", "WorkScheduling"]),
    .target(
      name: "Reslicing",
      dependencies: ["Faults", "Sampling", "Geometry", "VolumeModel", "WorkScheduling"]),
    .target(
      name: "Presentation",
      dependencies: ["Faults", "Geometry", "Sampling", "VolumeModel", "WorkScheduling"],
      exclude: ["Text/generate.py", "Text/FONT-LICENSE.txt", "Color/generate.py"]),
    .target(name: "CRayKernels", dependencies: ["CVolumes"]),
    .target(
      name: "RayCasting",
      dependencies: [
        "Faults", "CRayKernels", "CVolumes", "Geometry", "Locks", "Presentation", "Sampling",
        "VolumeModel", "WorkScheduling",
      ]),
    .target(name: "CPNG", linkerSettings: [.linkedLibrary("isal"), .linkedLibrary("z")]),
    .target(name: "CGIF", linkerSettings: [.linkedLibrary("gif")]),
    .target(
      name: "ImageFiles",
      dependencies: ["Faults", "VolumeModel", "Files", "WorkScheduling", "CPNG", "CJPEG", "CGIF"]),
    .target(
      name: "StoredImages",
      dependencies: [
        "Faults", "Codecs", "DICOMCoding", "DICOMImaging", "DICOMModel", "Files", "Geometry",
        "PixelCoding", "Presentation", "SeriesLoading", "VolumeModel", "WorkScheduling",
      ]),
    .target(
      name: "Views",
      dependencies: [
        "DICOMModel", "DerivedObjects", "Faults", "Files", "Geometry", "ImageFiles", "Locks",
        "Presentation", "RayCasting", "Reslicing", "Sampling", "SeriesLoading", "StoredImages",
        "VolumeFiles", "VolumeMathematics", "VolumeModel", "WorkScheduling",
      ]),
    .target(
      name: "VolumeRequests",
      dependencies: [
        "DICOMImaging", "DICOMModel", "DerivedObjects", "Faults", "Files", "Geometry", "Locks",
        "Presentation", "RayCasting", "Reslicing", "Sampling", "SeriesLoading", "StableJSON",
        "Views",
        "VolumeFiles", "VolumeModel", "WorkScheduling",
      ]),
  ])

// What travels between applications: protocols, without input and output.
let networking = wing(
  "Sources/Networking",
  [
    .target(name: "UpperLayer", dependencies: ["Faults"]),
    .target(name: "MessageExchange", dependencies: ["DICOMModel", "Faults", "UpperLayer"]),
    .target(name: "Places", dependencies: ["Faults", "Files"]),
    .target(name: "WebServices", dependencies: ["DICOMModel", "Faults"]),
    .target(
      name: "MediaInterchange",
      dependencies: [
        "Compression", "DICOMCoding", "DICOMImaging", "DICOMModel", "Faults", "WebServices",
      ]),
  ])

// What knows sockets; nothing but the program for networks compiles it.
let sockets = wing(
  "Sources/Networking",
  [
    .target(
      name: "DICOMNetwork",
      dependencies: [
        "Codecs", "DICOMCoding", "DICOMImaging", "DICOMModel", "Faults", "Files", "Locks",
        "MessageExchange", "PixelCoding", "Places", "SeriesLoading", "UpperLayer",
        "WorkScheduling",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ]),
    .target(
      name: "Archive",
      dependencies: [
        "DICOMCoding", "DICOMModel", "DICOMNetwork", "Faults", "Files", "Locks", "MessageExchange",
        "SeriesLoading", "WorkScheduling",
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    .target(
      name: "DICOMWebClient",
      dependencies: [
        "DICOMCoding", "DICOMModel", "DICOMNetwork", "Faults", "Files", "Places", "WebServices",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ]),
  ])

// What people and programs speak to.
let faces = wing(
  "Sources/Faces",
  [
    .target(
      name: "Schemas",
      dependencies: [
        "DICOMImaging", "DICOMModel", "Faults", "Files", "Geometry", "Reslicing", "SeriesLoading",
        "StableJSON", "StoredImages", "Views", "VolumeFiles", "VolumeModel", "VolumeRequests",
        "WorkScheduling",
      ], exclude: ["Declarations"]),
    .target(
      name: "SharedInputs",
      dependencies: [
        "Geometry", "Locks", "SeriesLoading", "VolumeModel", "VolumeRequests", "WorkScheduling",
      ]),
    .target(
      name: "Reports",
      dependencies: [
        "DICOMImaging", "Faults", "Files", "Geometry", "ImageFiles", "Presentation", "RayCasting",
        "Reslicing", "SeriesLoading", "SharedInputs", "Views", "VolumeModel", "VolumeRequests",
        "WorkScheduling",
      ]),
    .target(
      name: "SagittaDICOM",
      dependencies: [
        "Codecs", "DICOMCoding", "DICOMImaging", "DICOMModel", "Faults", "Files", "Geometry",
        "PixelCoding", "WorkScheduling",
      ]),
    .target(
      name: "SagittaVolumes",
      dependencies: [
        "DerivedObjects", "Reslicing", "SagittaDICOM", "Sampling", "SeriesLoading",
        "VolumeFiles", "VolumeMathematics", "VolumeModel",
      ]),
    .target(
      name: "SagittaRendering",
      dependencies: [
        "Faults", "Files", "Geometry", "ImageFiles", "Presentation", "RayCasting",
        "Reslicing", "Sampling", "VolumeMathematics", "VolumeModel", "WorkScheduling",
      ]),
    .target(
      name: "SagittaEngine",
      dependencies: [
        "Compression", "Geometry", "ImageFiles", "SagittaDICOM", "SagittaRendering",
        "SagittaVolumes", "Schemas", "StableJSON", "StoredImages", "Views", "VolumeModel",
        "VolumeRequests", "WorkScheduling",
      ]),
    .target(name: "Sagitta", dependencies: ["Compression", "SagittaEngine"]),
    .target(name: "Outputs", dependencies: ["Files", "Locks", "SagittaEngine", "SharedInputs"]),
    .target(
      name: "RenderedVolumes",
      dependencies: [
        "DICOMModel", "Faults", "Files", "Locks", "Outputs", "SagittaEngine", "WebServices",
        "WorkScheduling",
      ]),
    .target(name: "CForks"),
    .target(name: "Forks", dependencies: ["CForks"]),
    .target(name: "CBatches"),
    .target(
      name: "Batches",
      dependencies: [
        "CBatches", "Compression", "Files", "Forks", "Locks", "Outputs", "Phantoms", "Reports",
        "SagittaEngine", "SeriesLoading", "SharedInputs", "VolumeModel", "WorkScheduling",
      ]),
    .target(
      name: "RemotePlaces", dependencies: ["Faults", "Files", "Schemas", "SagittaEngine"]),
    .target(name: "CSagitta"),
    .target(
      name: "SagittaC",
      dependencies: ["CSagitta", "Forks", "Locks", "Outputs", "RemotePlaces", "SagittaEngine"]),
    .target(
      name: "SagittaCommands",
      dependencies: [
        "Batches", "Files", "Locks", "MediaInterchange", "Outputs", "Phantoms", "RemotePlaces",
        "Reports", "SagittaEngine", "SharedInputs",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .target(name: "SagittaProgramC", dependencies: ["CSagitta", "Files", "SagittaCommands"]),
    .target(name: "CScarceMemory", dependencies: ["CUnfinishedFiles"]),
    .executableTarget(name: "sagitta", dependencies: ["CScarceMemory", "SagittaCommands"]),
  ])

// What speaks to networks.
let networkFaces = wing(
  "Sources/Faces",
  [
    .target(name: "CMemoryFiles"),
    .target(name: "CViewerPage"),
    .target(
      name: "ViewerPage", dependencies: ["CViewerPage", "Compression"], exclude: ["Page"]),
    .target(
      name: "Server",
      dependencies: [
        "Archive", "CMemoryFiles", "Codecs", "Compression", "DICOMCoding", "DICOMImaging",
        "DICOMModel", "DICOMNetwork", "DICOMWebClient", "Faults", "Files", "ImageFiles", "Locks",
        "MediaInterchange", "MessageExchange", "PixelCoding", "Places", "Presentation",
        "RenderedVolumes", "SeriesLoading", "StoredImages", "ViewerPage", "Views", "VolumeModel",
        "WebServices", "WorkScheduling",
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "HummingbirdHTTP2", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ], exclude: ["Operations/generate.py"]),
    .target(
      name: "NetworkCommands",
      dependencies: [
        "Archive", "DICOMCoding", "DICOMModel", "DICOMNetwork", "DICOMWebClient", "Faults", "Files",
        "Locks", "MediaInterchange", "MessageExchange", "Places", "RemotePlaces",
        "RenderedVolumes", "SagittaCommands", "SagittaEngine", "Schemas", "SeriesLoading", "Server",
        "UpperLayer", "WebServices", "WorkScheduling",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ]),
    .executableTarget(
      name: "sagitta-network", dependencies: ["NetworkCommands", "SagittaCommands"]),
  ])

// Programs to learn from; no products, so that dependents do not get them.
let examples: [Target] = [
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
  .executableTarget(
    name: "load-from-memory", dependencies: ["Sagitta"], path: "Examples/LoadFromMemory"),
]

let tests =
  wing(
    "Tests/Foundations",
    [
      .testTarget(name: "FaultsTests", dependencies: ["Faults"]),
      .testTarget(name: "LocksTests", dependencies: ["Locks"]),
      .testTarget(
        name: "WorkSchedulingTests", dependencies: ["Locks", "TestSupport", "WorkScheduling"]),
      .testTarget(name: "FilesTests", dependencies: ["Locks", "Files", "TestSupport"]),
      .testTarget(name: "GeometryTests", dependencies: ["Geometry", "TestSupport"]),
      .testTarget(
        name: "CompressionTests",
        dependencies: ["CDigests", "Compression", "TestSupport", "WorkScheduling"]),
    ])
  + wing(
    "Tests/DICOM",
    [
      .testTarget(name: "DICOMModelTests", dependencies: ["DICOMModel", "TestSupport"]),
      .testTarget(
        name: "DICOMCodingTests",
        dependencies: ["DICOMCoding", "DICOMModel", "Compression", "TestSupport"]),
      .testTarget(
        name: "PixelCodingTests",
        dependencies: ["PixelCoding", "DICOMModel", "TestSupport", "WorkScheduling"]),
      .testTarget(
        name: "CodecsTests",
        dependencies: [
          "Codecs", "Compression", "DICOMCoding", "DICOMImaging", "DICOMModel", "PixelCoding",
          "TestSupport",
        ]),
      .testTarget(
        name: "DICOMImagingTests",
        dependencies: ["DICOMImaging", "DICOMModel", "Geometry", "PixelCoding", "TestSupport"]),
    ])
  + wing(
    "Tests/Volumes",
    [
      .testTarget(
        name: "VolumeModelTests",
        dependencies: [
          "VolumeModel", "Faults", "Geometry", "WorkScheduling", "TestSupport", "VolumePairs",
        ]),
      .testTarget(
        name: "VolumeMathematicsTests",
        dependencies: ["VolumeMathematics", "Geometry", "VolumeModel", "WorkScheduling"]),
      .testTarget(
        name: "VolumeFilesTests",
        dependencies: [
          "Locks", "Faults", "VolumeFiles", "VolumeModel", "Files", "Geometry", "Compression",
          "TestSupport", "VolumePairs",
          "WorkScheduling",
        ]),
      .testTarget(
        name: "SeriesLoadingTests",
        dependencies: [
          "SeriesLoading", "Faults", "Compression", "DICOMCoding", "DICOMImaging", "DICOMModel",
          "Files",
          "Geometry", "Phantoms", "PixelCoding", "TestSupport", "VolumeFiles", "VolumeModel",
          "WorkScheduling",
        ]),
      .testTarget(
        name: "PhantomsTests",
        dependencies: [
          "Phantoms", "Compression", "DICOMCoding", "DICOMModel", "Geometry", "TestSupport",
          "VolumeModel", "WorkScheduling",
        ]),
      .testTarget(
        name: "DerivedObjectsTests",
        dependencies: [
          "DerivedObjects", "DICOMCoding", "DICOMImaging", "DICOMModel", "Files", "Geometry",
          "Phantoms", "PixelCoding", "Reslicing", "Sampling", "SeriesLoading", "TestSupport",
          "VolumeModel",
        ]),
    ])
  + wing(
    "Tests/Networking",
    [
      .testTarget(name: "UpperLayerTests", dependencies: ["TestSupport", "UpperLayer"]),
      .testTarget(
        name: "MessageExchangeTests",
        dependencies: ["DICOMModel", "MessageExchange", "TestSupport", "UpperLayer"]),
      .testTarget(name: "PlacesTests", dependencies: ["Places", "TestSupport"]),
      .testTarget(
        name: "ArchiveTests",
        dependencies: ["Archive", "DICOMCoding", "DICOMModel", "MessageExchange", "TestSupport"]),
      .testTarget(
        name: "MediaInterchangeTests",
        dependencies: ["DICOMCoding", "DICOMModel", "MediaInterchange", "TestSupport"]),
      .testTarget(
        name: "WebServicesTests",
        dependencies: ["DICOMCoding", "DICOMModel", "TestSupport", "WebServices"]),
      .testTarget(
        name: "DICOMNetworkTests",
        dependencies: [
          "DICOMCoding", "DICOMModel", "DICOMNetwork", "DICOMWebClient", "Locks", "MessageExchange",
          "Places", "SeriesLoading", "TestSupport", "UpperLayer", "WebServices", "WorkScheduling",
          "sagitta", "sagitta-network", "store-node",
          .product(name: "NIOCore", package: "swift-nio"),
          .product(name: "NIOPosix", package: "swift-nio"),
        ]),
      .testTarget(
        name: "DICOMWebClientTests",
        dependencies: [
          "DICOMCoding", "DICOMModel", "DICOMNetwork", "DICOMWebClient", "Faults", "Locks",
          "MessageExchange", "Places", "TestSupport", "WebServices",
          .product(name: "NIOCore", package: "swift-nio"),
          .product(name: "NIOPosix", package: "swift-nio"),
        ]),
    ])
  + wing(
    "Tests/Rendering",
    [
      .testTarget(
        name: "SamplingTests",
        dependencies: [
          "CVolumes", "Geometry", "Sampling", "TestSupport", "VolumeModel", "WorkScheduling",
        ]),
      .testTarget(
        name: "ReslicingTests",
        dependencies: [
          "Locks", "Reslicing", "Sampling", "Geometry", "TestSupport", "VolumeModel",
          "VolumePairs", "WorkScheduling",
        ]),
      .testTarget(
        name: "PresentationTests",
        dependencies: ["Presentation", "VolumeModel", "Geometry", "TestSupport", "WorkScheduling"]),
      .testTarget(
        name: "RayCastingTests",
        dependencies: [
          "RayCasting", "Geometry", "Phantoms", "Presentation", "Sampling", "TestSupport",
          "VolumeModel", "VolumePairs", "WorkScheduling",
        ]),
      .testTarget(
        name: "OrientationTests",
        dependencies: [
          "Phantoms", "Geometry", "SeriesLoading", "Reslicing", "RayCasting", "Presentation",
          "TestSupport", "VolumeModel", "WorkScheduling",
        ]),
      .testTarget(
        name: "ImageFilesTests",
        dependencies: ["ImageFiles", "Files", "ImageReading", "TestSupport", "VolumeModel"]),
      .testTarget(
        name: "StoredImagesTests",
        dependencies: [
          "StoredImages", "DICOMCoding", "DICOMModel", "Presentation", "TestSupport", "VolumeModel",
        ]),
      .testTarget(
        name: "ViewsTests",
        dependencies: [
          "Views", "StoredImages", "Faults", "Geometry", "ImageFiles", "Phantoms", "Presentation",
          "RayCasting",
          "Reslicing", "Sampling", "SeriesLoading", "TestSupport",
          "VolumeFiles", "VolumeModel",
          "WorkScheduling",
        ]),
      .testTarget(
        name: "VolumeRequestsTests",
        dependencies: [
          "VolumeRequests", "Faults", "Geometry", "Phantoms", "Reslicing", "Sampling",
          "SeriesLoading", "StableJSON", "TestSupport", "Views", "VolumeFiles", "VolumeModel",
          "WorkScheduling",
        ]),
    ])
  + wing(
    "Tests/Faces",
    [
      .testTarget(
        name: "ReportsTests",
        dependencies: [
          "Reports", "SeriesLoading", "Phantoms", "Geometry", "ImageReading", "Reslicing",
          "TestSupport", "VolumeModel", "WorkScheduling",
        ]),
      .testTarget(
        name: "BatchesTests",
        dependencies: [
          "Batches", "Compression", "Files", "TestSupport", "WorkScheduling",
        ]),
      .testTarget(
        name: "WorstArgumentTests",
        dependencies: [
          "Codecs", "Compression", "DICOMCoding", "DICOMImaging", "DICOMModel", "DerivedObjects",
          "Faults",
          "Files", "Geometry",
          "ImageFiles", "Phantoms", "PixelCoding", "Presentation", "RayCasting", "Reports",
          "Reslicing", "Sampling", "SeriesLoading", "StoredImages", "TestSupport", "VolumeFiles",
          "VolumeMathematics", "VolumeModel", "VolumeRequests", "Views", "WorkScheduling",
          "WorstCases",
        ]),
      .testTarget(
        name: "CancellationTests",
        dependencies: [
          "Locks", "Codecs", "DICOMCoding", "DICOMModel", "DerivedObjects", "Geometry",
          "PixelCoding",
          "Reports", "Sagitta", "TestSupport", "VolumeModel", "WorkScheduling",
          "Compression",
        ]),
      .testTarget(
        name: "SagittaCommandsTests",
        dependencies: [
          "Locks", "SagittaCommands", "peak-memory", "sagitta", "Compression", "DICOMCoding",
          "DICOMModel",
          "Files",
          "Geometry", "ImageFiles", "Outputs", "Phantoms", "Presentation", "Sagitta", "Schemas",
          "SeriesLoading", "StableJSON", "StoredImages", "TestSupport", "Views", "VolumeFiles",
          "VolumeModel", "WorkScheduling",
        ]),
      .testTarget(
        name: "RenderedVolumesTests",
        dependencies: [
          "DICOMCoding", "DICOMModel", "Files", "Geometry", "ImageReading", "Locks", "Phantoms",
          "RenderedVolumes", "SagittaCommands", "SagittaEngine", "TestSupport", "WebServices",
        ]),
      .testTarget(
        name: "SagittaCTests",
        dependencies: [
          "CSagitta", "Phantoms", "SagittaC", "SagittaCommands", "TestSupport", "VolumeModel",
        ]),
      .testTarget(
        name: "NetworkCommandsTests",
        dependencies: [
          "DICOMCoding", "DICOMModel", "DICOMNetwork", "ImageReading", "Locks",
          "MessageExchange", "TestSupport", "sagitta", "sagitta-network",
        ]),
      .testTarget(
        name: "ViewerPageTests", dependencies: ["TestSupport", "ViewerPage"]),
      .testTarget(
        name: "ServerTests",
        dependencies: [
          "Archive", "DICOMCoding", "DICOMModel", "DICOMNetwork", "DICOMWebClient", "Files",
          "ImageReading", "Locks", "RenderedVolumes", "Server", "TestSupport", "WebServices",
          "WorkScheduling",
          .product(name: "HTTPTypes", package: "swift-http-types"),
          .product(name: "Hummingbird", package: "hummingbird"),
          .product(name: "HummingbirdTesting", package: "hummingbird"),
          .product(name: "NIOCore", package: "swift-nio"),
          .product(name: "NIOPosix", package: "swift-nio"),
        ]),
      .testTarget(
        name: "DocumentationTests",
        dependencies: [
          "Archive", "Batches", "Compression", "DICOMCoding", "DICOMImaging", "DICOMModel",
          "DICOMNetwork", "DICOMWebClient", "MediaInterchange", "Server", "WebServices",
          "DerivedObjects", "Faults",
          "Files", "Geometry", "ImageFiles", "MessageExchange", "Phantoms", "PixelCoding", "Places",
          "Presentation",
          "RayCasting", "RenderedVolumes",
          "Reslicing", "Sagitta", "SeriesLoading", "StoredImages", "TestSupport", "UpperLayer",
          "Views",
          "VolumeFiles",
          "VolumeModel", "WorkScheduling",
        ]),
      .testTarget(
        name: "ExamplesTests",
        dependencies: [
          "ImageReading", "Phantoms", "TestSupport", "VolumeModel", "custom-decoder",
          "custom-transfer-function", "forked-use", "load-and-render", "load-from-memory",
          "mip-preview",
          "sagitta", "volume-mathematics",
          "watched-loading",
        ]),
    ])
  + wing(
    "Tests/Support",
    [
      .target(name: "TestSupport"),
      .target(
        name: "WorstCases", dependencies: ["Geometry", "VolumeModel", "WorkScheduling"]),
      .target(
        name: "VolumePairs", dependencies: ["TestSupport", "VolumeModel", "WorkScheduling"]),
      .target(
        name: "CImageReading",
        linkerSettings: [.linkedLibrary("png"), .linkedLibrary("jpeg")]),
      .target(name: "ImageReading", dependencies: ["CImageReading", "VolumeModel"]),
      .executableTarget(
        name: "forked-use",
        dependencies: [
          "Forks", "Locks", "Reslicing", "Sampling", "SeriesLoading", "VolumeModel",
          "WorkScheduling",
        ]),
      .executableTarget(name: "peak-memory"),
      .executableTarget(
        name: "store-node", dependencies: ["DICOMModel", "DICOMNetwork", "MessageExchange"]),
      .testTarget(name: "TestSupportTests", dependencies: ["TestSupport"]),
    ])
  + [
    // Benchmarks/guard counts its instructions after the tests, which have built everything under it.
    .executableTarget(
      name: "micro", dependencies: ["Sagitta"], path: "Benchmarks/Sources/micro",
      exclude: ["Slices"])
  ]

// Tests/Fuzzing/run sets this: the engine is built for it, with sanitisers.
let isFuzzed = Context.environment["SAGITTA_FUZZING"] == "1"

let package = Package(
  name: "Sagitta",
  products: [
    .library(name: "Sagitta", targets: ["Sagitta"]),
    .library(name: "SagittaDICOM", targets: ["SagittaDICOM"]),
    .library(name: "SagittaVolumes", targets: ["SagittaVolumes"]),
    .library(name: "SagittaRendering", targets: ["SagittaRendering"]),
    .library(name: "SagittaReports", targets: ["Reports"]),
    .library(name: "SagittaPhantoms", targets: ["Phantoms"]),
    .library(name: "SagittaC", type: .dynamic, targets: ["SagittaC"]),
    .library(name: "SagittaPython", type: .dynamic, targets: ["SagittaC", "SagittaProgramC"]),
    .executable(name: "sagitta", targets: ["sagitta"]),
  ]
    + (isEngineOnly
      ? []
      : [
        .executable(name: "sagitta-network", targets: ["sagitta-network"]),
        .library(
          name: "SagittaNetwork",
          targets: [
            "DICOMNetwork", "DICOMWebClient", "MediaInterchange", "MessageExchange", "Places",
            "UpperLayer",
            "WebServices",
          ]),
      ])
    + (isFuzzed
      ? [
        .library(
          name: "SagittaFuzzed",
          targets: [
            "MessageExchange", "SagittaC", "SagittaCommands", "UpperLayer", "WorstCases",
          ])
      ] : []),
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")
  ]
    + (isEngineOnly
      ? []
      : [
        .package(url: "https://github.com/apple/swift-nio", from: "2.80.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.30.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.24.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.5.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.0.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.0.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.6.0"),
      ]),
  targets: foundations + dicom + volumes + rendering + networking + faces + examples
    + (isEngineOnly ? [] : sockets + networkFaces + tests),
  swiftLanguageModes: [.v6]
)

let asynchronous = [
  "Archive", "ArchiveTests", "DICOMNetwork", "DICOMNetworkTests", "DICOMWebClient",
  "DICOMWebClientTests", "NetworkCommands", "NetworkCommandsTests", "Server", "ServerTests",
  "sagitta-network", "store-node",
]

// Tests/run sets this; a newer compiler's new warnings must not stop people who only build.
let warningsAreErrors = Context.environment["SAGITTA_WARNINGS_AS_ERRORS"] == "1"

for target in package.targets where target.type != .system {
  // These tests call as C does, where everything is unsafe.
  target.swiftSettings = target.name == "SagittaCTests" ? Array(house.dropFirst()) : house
  // What waits for others runs where its caller does: an association belongs to one task.
  if asynchronous.contains(target.name) {
    target.swiftSettings?.append(.enableUpcomingFeature("NonisolatedNonsendingByDefault"))
  }
  if isHasty, unoptimised.contains(target.name) {
    target.swiftSettings?.append(.unsafeFlags(["-Onone"]))
  }
  if warningsAreErrors {
    target.swiftSettings?.append(.treatAllWarnings(as: .error))
    target.cSettings = (target.cSettings ?? []) + [.treatAllWarnings(as: .error)]
  }
}
