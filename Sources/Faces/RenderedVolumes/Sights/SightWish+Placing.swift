import SagittaEngine

extension SightWish {
  /// Places the camera in a volume; what is not given follows from it.
  ///
  /// - Parameters:
  ///   - grid: Where the volume's voxels lie.
  ///   - middle: The middle of pictures for which nobody chose another.
  ///   - side: From where it is seen if nothing says it.
  /// - Returns: The camera.
  /// - Throws: ``RenderedVolumesError``.
  func placed(
    in grid: GridGeometry, center middle: PatientPoint, default side: Side
  ) throws(RenderedVolumesError) -> Sight {
    let distance = grid.diameter
    if let right, let down {
      let straight: ImageOrientation
      do throws(ReslicingError) {
        straight = try ImageOrientation(right: right, down: down)
      } catch {
        throw .wrongParameter("right", problem: error.description)
      }
      return try Sight(
        right: straight.right, down: straight.down, lookAt: center ?? middle, distance: distance)
    }
    guard hasViewpoint else {
      return Sight((self.side ?? side).view, lookAt: center ?? middle, distance: distance)
    }
    let lookAt = lookAt ?? middle
    let position = position ?? lookAt - PatientVector(0, distance, 0)
    return try Sight(
      position: position, lookAt: lookAt, up: up ?? Self.usualUp(lookAt - position))
  }

  /// The head, or the front where the camera looks along the long axis.
  private static func usualUp(_ forward: PatientVector) -> PatientVector {
    let head = PatientVector(0, 0, 1)
    let angle = forward.degrees(to: head)
    return min(angle, 180 - angle) < 0.01 ? PatientVector(0, -1, 0) : head
  }
}
