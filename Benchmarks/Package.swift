// swift-tools-version: 6.2
import PackageDescription

// Apart from the package that it measures, so that users of Sagitta never see it.
let package = Package(
  name: "Benchmarks",
  dependencies: [.package(name: "Sagitta", path: "..")],
  targets: [
    // Takes part in process.
    .executableTarget(
      name: "contestant", dependencies: [.product(name: "Sagitta", package: "Sagitta")]),
    // What single parts cost.
    .executableTarget(
      name: "micro", dependencies: [.product(name: "Sagitta", package: "Sagitta")],
      exclude: ["Slices"]),
  ],
  swiftLanguageModes: [.v6]
)

let warningsAreErrors = Context.environment["SAGITTA_WARNINGS_AS_ERRORS"] == "1"

for target in package.targets where warningsAreErrors {
  target.swiftSettings = [.treatAllWarnings(as: .error)]
}
