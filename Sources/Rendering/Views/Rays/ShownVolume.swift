import Geometry
import RayCasting
public import SeriesLoading
public import VolumeMathematics
public import VolumeModel
public import WorkScheduling

/// A volume as rays see it: without table, clothes and tubes if that was asked for.
public struct ShownVolume: Sendable {
  /// The volume; where something was left out, nothing but the body is valid.
  public let volume: Volume
  /// What was left out; nil if nothing was, or was to be.
  public let removed: TableRemoval.Result?

  /// Creates the volume that a request shows.
  ///
  /// - Parameters:
  ///   - request: What of the volume is seen.
  ///   - volume: The whole volume.
  ///   - context: The workers.
  /// - Throws: ``RequestError`` for values that are no Hounsfield units; `WorkCancelled`.
  public init(
    _ request: ClippingRequest, of volume: Volume, context: WorkContext = WorkContext()
  ) throws {
    guard request.removeTable else {
      self.volume = volume
      removed = nil
      notices = []
      return
    }
    guard volume.attributes.unit == "HU" else { throw RequestError.noHounsfieldUnits(volume) }
    let result = try TableRemoval().apply(to: volume, context: context)
    self.volume = result?.volume ?? volume
    removed = result
    notices = [result.map(Self.notice) ?? Self.nothingFound]
  }

  /// What people are told.
  public let notices: [Notice]

  /// What a reader should know: what was left out, and where.
  public var findings: [Finding] { removed.map { [Self.finding($0)] } ?? [] }

  /// The renderer of what is shown: one that is kept for the whole volume, if nothing was left out.
  func renderer(_ kept: Renderer?, context: WorkContext) throws -> Renderer {
    if let kept, removed == nil { return kept }
    let renderer = Renderer(volume)
    try renderer.prepare(context: context)
    return renderer
  }

  private static let nothingFound = Notice(
    .warning, message: "no body was found beside the table: nothing is left out")

  private static func notice(_ result: TableRemoval.Result) -> Notice {
    Notice(.note, message: "\(Finding.Code.tableRemoved.rawValue): \(message(result))")
  }

  private static func finding(_ result: TableRemoval.Result) -> Finding {
    var values = ["voxels": [Double(result.removedCount)], "body": list(result.bodyBox)]
    if let box = result.removedBox { values["removed"] = list(box) }
    return Finding(.tableRemoved, severity: .warning, message: message(result), values: values)
  }

  /// One sentence for people.
  private static func message(_ result: TableRemoval.Result) -> String {
    guard let box = result.removedBox else { return "nothing lies outside of the body" }
    func range(_ axis: Int) -> String {
      "\(box.lower.coordinates[axis].pictureText) to \(box.upper.coordinates[axis].pictureText)"
    }
    return "\(result.removedCount) voxels above -400 HU outside of the body are left out, within "
      + "x \(range(0)), y \(range(1)), z \(range(2)) mm"
  }

  /// x0, x1, y0, y1, z0, z1 in LPS mm.
  private static func list(_ box: PatientBox) -> [Double] {
    [box.lower.x, box.upper.x, box.lower.y, box.upper.y, box.lower.z, box.upper.z]
  }
}

extension RequestError {
  /// A table is looked for among values that do not say what is dense.
  fileprivate static func noHounsfieldUnits(_ volume: Volume) -> RequestError {
    RequestError(
      .unsuitable, field: "clipping.removeTable",
      sentence:
        "`clipping.removeTable` looks for what is denser than air in Hounsfield units; this volume has "
        + (volume.attributes.unit.map { "the unit \($0)" } ?? "no unit"))
  }
}
