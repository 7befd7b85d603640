import SagittaEngine

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A camera with parallel rays, placed in a volume.
struct Sight: Hashable {
  /// Where it is; pictures depend on its direction alone.
  let position: PatientPoint
  /// The middle of the picture.
  let lookAt: PatientPoint
  /// What is up, as it was asked for.
  let up: PatientVector
  /// The same direction by angles, where it is one of those that people give: without a rounded step
  /// in between, so that pictures are those of the angles to the last bit.
  let view: CameraView?
  /// The directions of rows and columns.
  let right: PatientVector
  let down: PatientVector

  /// Away from the viewer.
  var forward: PatientVector { right.cross(down) }

  /// A camera by its angles, as far away as the volume is large.
  init(_ view: CameraView, lookAt: PatientPoint, distance: Double) {
    position = lookAt + view.towardsCamera * distance
    self.lookAt = lookAt
    up = view.up
    self.view = view
    right = view.right
    down = -view.up
  }

  /// A camera by two points and what is up.
  ///
  /// - Throws: ``RenderedVolumesError`` for points and directions that make no camera.
  init(
    position: PatientPoint, lookAt: PatientPoint, up: PatientVector
  ) throws(RenderedVolumesError) {
    let camera: Camera
    do throws(CameraError) {
      camera = try Camera(
        position: position, lookAt: lookAt, up: up,
        projection: .orthographic(width: 1, height: 1))
    } catch {
      throw .wrongParameter("viewpointup", problem: error.description)
    }
    self.position = position
    self.lookAt = lookAt
    self.up = up
    view = CameraView(like: camera)
    right = view?.right ?? camera.right
    down = view.map { -$0.up } ?? camera.down
  }

  /// A camera by the directions of its picture, which are perpendicular.
  init(
    right: PatientVector, down: PatientVector, lookAt: PatientPoint, distance: Double
  ) throws(RenderedVolumesError) {
    let forward = right.cross(down).normalized ?? right
    try self.init(position: lookAt - forward * distance, lookAt: lookAt, up: -down)
  }

  /// The camera that shows so many mm across and down.
  ///
  /// - Throws: `CameraError`.
  func camera(showing shown: SIMD2<Double>, distance: Double) throws -> Camera {
    let projection = Camera.Projection.orthographic(width: shown.x, height: shown.y)
    if let view {
      return try Camera(view, of: lookAt, distance: distance, projection: projection)
    }
    return try Camera(position: position, lookAt: lookAt, up: up, projection: projection)
  }

  /// The camera turned about the axis through ``lookAt`` that runs along ``up``.
  ///
  /// - Throws: ``RenderedVolumesError``; the axis stays what it is, so that this is not to be.
  func turned(by degrees: Double, distance: Double) throws(RenderedVolumesError) -> Sight {
    if let view, view.elevation == 0 {
      return Sight(view.turned(by: degrees), lookAt: lookAt, distance: distance)
    }
    let offset = (position - lookAt).rotated(about: up, degrees: degrees)
    return try Sight(position: lookAt + offset, lookAt: lookAt, up: up)
  }

  /// The same camera with the picture's middle moved, in mm.
  func moved(_ shift: SIMD2<Double>) throws(RenderedVolumesError) -> Sight {
    guard shift != .zero else { return self }
    let offset = right * shift.x + down * shift.y
    guard let view else {
      return try Sight(position: position + offset, lookAt: lookAt + offset, up: up)
    }
    return Sight(view, lookAt: lookAt + offset, distance: position.distance(to: lookAt))
  }

  /// What an annotated picture says of the direction.
  var shownView: CameraView { view ?? CameraView(from: -forward, up: -down) }
}

extension CameraView {
  /// The angles of a direction, rolled or not.
  fileprivate init(from towards: PatientVector, up: PatientVector) {
    let elevation = asin(min(max(towards.z, -1), 1)) * 180 / .pi
    let isAlongAxis = abs(towards.z) > 1 - 1e-12
    // Seen along the long axis, it is up that tells the azimuth.
    let azimuth =
      isAlongAxis
      ? (towards.z > 0 ? atan2(-up.x, up.y) : atan2(up.x, -up.y)) : atan2(towards.x, -towards.y)
    self.init(azimuth: azimuth * 180 / .pi, elevation: elevation)
  }

  /// The angles of a camera that is not rolled, if they are such as people give: whole in the fourth
  /// decimal.
  fileprivate init?(like camera: Camera) {
    func plain(_ degrees: Double) -> Double { (degrees * 1e4).rounded() / 1e4 + 0 }
    let exact = CameraView(from: -camera.forward, up: camera.up)
    self.init(azimuth: plain(exact.azimuth), elevation: plain(exact.elevation))
    if azimuth < 0 { azimuth += 360 }
    guard (towardsCamera + camera.forward).length < 1e-9, (self.up - camera.up).length < 1e-9 else {
      return nil
    }
  }
}
