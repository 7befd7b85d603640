// swift-tools-version: 6.2
import PackageDescription

// Built by `run`, which turns the sanitisers on and has the package offer its commands as a product.
let package = Package(
  name: "Fuzzing",
  dependencies: [.package(name: "Sagitta", path: "../..")],
  targets: [
    .target(name: "CFuzzing"),
    .executableTarget(
      name: "fuzz",
      dependencies: ["CFuzzing", .product(name: "SagittaFuzzed", package: "Sagitta")]),
  ],
  swiftLanguageModes: [.v6]
)
