public import DerivedObjects
import Geometry
import RayCasting
public import VolumeModel
public import WorkScheduling

extension ProjectionFrames {
  /// How the frames came about, for derived DICOM.
  public var derivation: Derivation {
    let process: Derivation.Process =
      switch request.blend {
      case .max: .maximumProjection
      case .min: .minimumProjection
      case .mean: .meanProjection
      }
    var text =
      "Projections, \(request.blend.rawValue) along \(request.camera.projection.rawValue) rays"
    if let slab = limitedSlab {
      text += ", from \(slab.lowerBound.displayText) to \(slab.upperBound.displayText) mm"
    }
    return Derivation([process], description: text)
  }

  /// What is known of depths: millimetres in the same place.
  public var depthAttributes: VolumeAttributes {
    var attributes = shown.volume.attributes
    attributes.unit = "mm"
    attributes.windows = []
    attributes.isInverted = false
    return attributes
  }

  /// Where the images of a secondary capture lie; a perspective's on no plane.
  public var captureDetails: SecondaryCapture.Details {
    SecondaryCapture.Details(along: rays[0])
  }

  /// The frames' values as calibrated images: where memory does not hold them all, each is made
  /// twice, when a series is planned and when its image is made.
  ///
  /// - Parameters:
  ///   - context: The memory that there is.
  ///   - frame: Makes the values of a frame, from 0.
  /// - Returns: Planes as thick as the slab, or as the volume along the view.
  /// - Throws: ``RequestError`` for a perspective, whose pixels lie on no plane; `MemoryExceeded` where
  ///   memory does not even hold one frame; what `frame` throws.
  public func calibratedPlanes(
    context: WorkContext = WorkContext(), frame: @escaping @Sendable (Int) throws -> PlaneImage
  ) throws -> CalibratedPlanes {
    guard request.camera.projection == .orthographic else {
      throw RequestError(
        .unsuitable, field: "camera.projection",
        sentence: "the pixels of a perspective lie on no plane, which a calibrated image needs")
    }
    let depth = shown.volume.geometry.depth(along: rays[0].plane.normal)
    let slab = rays[0].clipping.slab.map { min(depth, $0.upperBound - $0.lowerBound) }
    guard try !hold(context) else {
      return CalibratedPlanes(try rays.indices.map(frame), thickness: slab ?? depth)
    }
    return CalibratedPlanes(
      rays.map(\.plane), thickness: slab ?? depth, lots: rays.indices.map { $0..<$0 + 1 }
    ) { try $0.map(frame) }
  }

  /// Whether memory holds the values of all frames.
  ///
  /// - Throws: `MemoryExceeded` where it does not even hold one, with what becomes of it.
  private func hold(_ context: WorkContext) throws -> Bool {
    let grid = shown.volume.geometry
    let object = rays[0].plane.width * rays[0].plane.height * CalibratedSeries.objectBytesPerPixel
    let held = shown.volume.memoryBytes + object
    try context.limits.checkMemory(held + request.memoryNeeded(for: grid, limits: context.limits))
    let others = object * (min(context.workers, count) - 1)
    let together =
      try held + others
      + request.memoryNeeded(
        for: grid, areTogether: true, limits: context.limits)
    do throws(MemoryExceeded) {
      try context.limits.checkMemory(together)
      return true
    } catch {
      return false
    }
  }

  /// The slab without the far limits that stand for none.
  private var limitedSlab: ClosedRange<Double>? {
    guard let slab = rays[0].clipping.slab else { return nil }
    let reach = shown.volume.geometry.diameter
    let begin = max(slab.lowerBound, -reach)
    return begin...max(begin, min(slab.upperBound, reach))
  }
}

extension SecondaryCapture.Details {
  /// Where images lie that rays make: to scale along parallel ones.
  init(along rays: RayFrame) {
    self.init()
    isToScale = !rays.camera.isPerspective
    plane = rays.camera.isPerspective ? nil : rays.plane
  }
}

extension GridGeometry {
  /// Millimetres from the first to the last voxel boundary along a direction of length 1.
  fileprivate func depth(along direction: PatientVector) -> Double {
    let depths = voxelBounds.corners.map { patientPoint(of: $0).fromOrigin.dot(direction) }
    return (depths.max() ?? 0) - (depths.min() ?? 0)
  }
}
