// swift-tools-version: 6.2
import PackageDescription

// Built by `run`, which turns the sanitisers on and has the package offer its loader as a product.
let package = Package(
  name: "Fuzzing",
  dependencies: [.package(name: "Sagitta", path: "../..")],
  targets: [
    .executableTarget(
      name: "fuzz", dependencies: [.product(name: "SagittaLoading", package: "Sagitta")])
  ],
  swiftLanguageModes: [.v6]
)
