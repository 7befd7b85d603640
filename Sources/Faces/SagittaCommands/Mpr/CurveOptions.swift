import ArgumentParser
import FoundationEssentials
import SagittaEngine

/// A picture along a curve.
struct CurveOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Follow a curve through points, a JSON list of [x,y,z] in LPS mm.", valueName: "file"))
  var curve: String?

  @Option(
    name: .customLong("curve-mode"),
    help: ArgumentHelp("straightened, stretched or cross-sections.", valueName: "mode"))
  var mode: CurvedPlanes.Mode = .straightened

  @Option(
    name: .customLong("curve-shape"),
    help: ArgumentHelp(
      "How the curve runs between its points: spline or polyline.", valueName: "shape"))
  var shape: CurvePath.Shape = .spline

  @Option(help: ArgumentHelp("Millimetres across the curve.", valueName: "mm"))
  var width = PositiveNumberArgument(value: 50)

  /// The planes that are asked for, along points.
  func planes(_ points: [PatientPoint], stack: ObliqueOptions) -> CurvedPlanes {
    var planes = CurvedPlanes(points)
    planes.mode = mode
    planes.shape = shape
    planes.width = width.value
    planes.count = stack.count?.value
    planes.spacingBetween = stack.spacingBetween?.value
    return planes
  }

  /// The points of the curve; none without one.
  ///
  /// - Throws: ``RefusedError``.
  func points() throws -> [PatientPoint] { try curve.map(points) ?? [] }

  private func points(in path: String) throws -> [PatientPoint] {
    ProtectedFiles.current?.add(files: [path])
    guard let bytes = try SideFile.bytes(path) else {
      throw RefusedError(
        .noInput, description: "\(path): cannot be read: no such file, or not readable")
    }
    guard let lists = try? JSONDecoder().decode([[Double]].self, from: Data(bytes)),
      lists.allSatisfy({ $0.count == 3 && $0.allSatisfy(\.isFinite) })
    else {
      throw RefusedError(
        .badInput,
        description: "\(path): not a JSON list of points; write it like [[0,0,0],[10,0,5]]")
    }
    return lists.map { PatientPoint($0[0], $0[1], $0[2]) }
  }
}
