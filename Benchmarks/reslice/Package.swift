// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "reslice-bench",
  dependencies: [.package(name: "Sagitta", path: "../..")],
  targets: [
    .executableTarget(
      name: "reslice-bench", dependencies: [.product(name: "Sagitta", package: "Sagitta")])
  ],
  swiftLanguageModes: [.v6]
)
