public import Geometry
public import Views
public import VolumeModel
public import WorkScheduling

/// Values and figures at places in the patient.
public struct ProbeRequest: Codable, Hashable, Sendable {
  /// Places, in LPS mm, whose trilinear values are wanted.
  public var points: [PatientPoint]
  /// Boxes whose voxels' figures are wanted.
  public var boxes: [BoxRegion]
  /// Balls whose voxels' figures are wanted.
  public var spheres: [SphereRegion]

  /// Creates a request.
  public init(
    points: [PatientPoint] = [], boxes: [BoxRegion] = [], spheres: [SphereRegion] = []
  ) {
    self.points = points
    self.boxes = boxes
    self.spheres = spheres
  }

  /// Refuses what makes no sense, whatever the volume.
  ///
  /// - Throws: `RequestError` that names the field.
  public func validate() throws(RequestError) {
    guard !(points.isEmpty && boxes.isEmpty && spheres.isEmpty) else {
      throw RequestError(
        .outOfRange, field: "points",
        sentence: "`points` are none, and there are no boxes and no spheres")
    }
    guard points.allSatisfy(\.isFinite) else {
      throw RequestError(
        .outOfRange, field: "points", sentence: "`points` has a number that is not finite")
    }
    guard boxes.allSatisfy({ $0.bounds.lower.isFinite && $0.bounds.upper.isFinite }) else {
      throw RequestError(
        .outOfRange, field: "boxes", sentence: "`boxes` has a number that is not finite")
    }
    for sphere in spheres
    where !(sphere.center.isFinite && sphere.radius > 0 && sphere.radius.isFinite) {
      throw RequestError(
        .outOfRange, field: "spheres",
        sentence: "`spheres` has a radius that is not above 0, or a number not finite")
    }
  }

  /// Looks a volume's values up.
  ///
  /// - Parameters:
  ///   - volume: The volume.
  ///   - context: What may be used; a probe asks it only whether to stop.
  /// - Returns: What is at each place, in the order of the request, boxes before spheres.
  /// - Throws: ``VolumeRequestError``, `WorkCancelled`.
  public func run(
    on volume: Volume, context: WorkContext = WorkContext()
  ) throws -> ProbeResult {
    try validate()
    let points = points.map { ProbedPoint(at: $0, of: volume) }
    var regions: [ProbedRegion] = []
    for box in boxes { regions.append(try ProbedRegion(box, of: volume, context: context)) }
    for sphere in spheres {
      regions.append(try ProbedRegion(sphere, of: volume, context: context))
    }
    return ProbeResult(unit: volume.attributes.unit, points: points, regions: regions)
  }
}

extension ProbeRequest {
  /// Reads the fields that are given; the others are what they are in a new request.
  ///
  /// - Throws: `RequestError` for a field that there is not; `DecodingError`.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.fields(CodingKeys.self)
    let standard = Self()
    self.init(
      points: try fields.value(.points, default: standard.points),
      boxes: try fields.value(.boxes, default: standard.boxes),
      spheres: try fields.value(.spheres, default: standard.spheres))
  }
}
