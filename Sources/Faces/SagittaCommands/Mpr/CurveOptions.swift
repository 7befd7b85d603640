import ArgumentParser
import Foundation
import Sagitta

/// A picture along a curve.
struct CurveOptions: ParsableArguments {
  /// How a curve is shown.
  enum Mode: String, CaseIterable, ExpressibleByArgument {
    case straightened, stretched
    case crossSections = "cross-sections"
  }

  @Option(
    help: ArgumentHelp(
      "Follow a curve through points, a JSON list of [x,y,z] in LPS mm.", valueName: "file"))
  var curve: String?

  @Option(
    name: .customLong("curve-mode"),
    help: ArgumentHelp("straightened, stretched or cross-sections.", valueName: "mode"))
  var mode: Mode = .straightened

  @Option(
    name: .customLong("curve-shape"),
    help: ArgumentHelp(
      "How the curve runs between its points: spline or polyline.", valueName: "shape"))
  var shape: CurvePath.Shape = .spline

  @Option(help: ArgumentHelp("Millimetres across the curve.", valueName: "mm"))
  var width = PositiveNumberArgument(value: 50)

  /// The most points that make sense in a file made by people or programs.
  private static let largestFile = 16 << 20

  /// The curve, or nil if none was asked for.
  func path() throws -> CurvePath? {
    guard let curve else { return nil }
    return try CurvePath(try points(in: curve), shape: shape)
  }

  /// The picture along a curve.
  func picture(
    along path: CurvePath, _ grid: GridGeometry, _ options: ImageOptions
  ) throws -> CurvedPicture {
    try CurvedPicture(
      along: path, mode: mode == .stretched ? .stretched : .straightened, width: width.value,
      pixel: options.pixel?.value ?? grid.finestSpacing)
  }

  /// Planes across a curve: as many as were asked for from end to end, or at a distance.
  func sections(
    of path: CurvePath, _ grid: GridGeometry, _ stack: StackOptions, _ options: ImageOptions
  ) throws -> [PlaneGeometry] {
    let pixel = options.pixel?.value ?? grid.finestSpacing
    let side = max(1, Int((width.value / pixel).rounded(.up)))
    let size = options.layout.size ?? PictureLayout.Size(width: side, height: side)
    return try path.crossSections(at: distances(path.length, stack), size: size, pixel: pixel)
  }

  private func distances(_ length: Double, _ stack: StackOptions) throws -> [Double] {
    if let count = stack.count?.value {
      guard stack.spacingBetween == nil else {
        throw UsageError("--count or --spacing-between places the sections; give one")
      }
      return (0..<count).map { length * Double($0) / Double(max(1, count - 1)) }
    }
    let step = stack.spacingBetween?.value ?? 5
    let count = (length / step).rounded(.down) + 1
    guard count <= 100_000 else {
      throw UsageError("--spacing-between \(step) makes \(count) sections; ask for fewer")
    }
    return (0..<Int(count)).map { Double($0) * step }
  }

  private func points(in path: String) throws -> [PatientPoint] {
    let data: Data
    do {
      data = try Data(contentsOf: URL(filePath: path))
    } catch {
      throw RefusedError(.noInput, "\(path): cannot be read: no such file, or not readable")
    }
    guard data.count <= Self.largestFile,
      let lists = try? JSONDecoder().decode([[Double]].self, from: data),
      lists.allSatisfy({ $0.count == 3 && $0.allSatisfy(\.isFinite) })
    else {
      throw RefusedError(
        .badInput, "\(path): not a JSON list of points; write it like [[0,0,0],[10,0,5]]")
    }
    return lists.map { PatientPoint($0[0], $0[1], $0[2]) }
  }
}
