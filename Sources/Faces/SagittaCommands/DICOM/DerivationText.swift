import Sagitta

extension Derivation {
  /// Projections through a volume.
  init(projections blend: ProjectionBlend, _ camera: CameraOptions, slab: ClosedRange<Double>?) {
    let process: Process =
      switch blend {
      case .max: .maximumProjection
      case .min: .minimumProjection
      case .mean: .meanProjection
      }
    var text = "Projections, \(blend.rawValue) along \(camera.projection.rawValue) rays"
    if let slab {
      text += ", from \(slab.lowerBound.displayText) to \(slab.upperBound.displayText) mm"
    }
    self.init([process], text)
  }
}

extension GridGeometry {
  /// Millimetres from the first to the last voxel rim along a direction of length 1.
  func depth(along direction: PatientVector) -> Double {
    let depths = voxelBounds.corners.map { patientPoint(of: $0).fromOrigin.dot(direction) }
    return (depths.max() ?? 0) - (depths.min() ?? 0)
  }
}
