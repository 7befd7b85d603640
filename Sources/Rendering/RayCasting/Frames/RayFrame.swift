import CRayKernels
public import Geometry
public import VolumeModel
public import WorkScheduling

/// The rays of one picture: one for the centre of each pixel, or several.
///
/// Sample n of an orthographic ray lies n steps behind the plane through the volume's centre (or
/// behind the beginning of the slab), of a perspective ray n steps from the camera. So samples of
/// neighbouring rays lie side by side, and a sample's place does not depend on who asks for it.
public struct RayFrame: Sendable {
  /// From where the volume is seen.
  public let camera: Camera
  /// Pixels in a row.
  public let width: Int
  /// Rows.
  public let height: Int
  /// Rays along each side of a pixel.
  public let samples: Int
  /// Millimetres from sample to sample.
  public let step: Double
  /// What is left of the volume.
  public let clipping: Clipping

  let grid: GridGeometry

  /// Lays out the rays of a picture.
  ///
  /// - Parameters:
  ///   - camera: From where the volume is seen.
  ///   - width: Pixels in a row.
  ///   - height: Rows.
  ///   - grid: The volume's geometry.
  ///   - step: Millimetres from sample to sample; nil for half the finest voxel spacing.
  ///   - samples: Rays along each side of a pixel.
  ///   - clipping: What is left of the volume.
  ///   - limits: How many rays there may be, and samples of each.
  /// - Throws: ``RayCastingError``.
  public init(
    _ camera: Camera, width: Int, height: Int, of grid: GridGeometry, step: Double? = nil,
    samples: Int = 1, clipping: Clipping = Clipping(), limits: WorkLimits = WorkLimits()
  ) throws(RayCastingError) {
    let step = step ?? grid.finestSpacing / 2
    guard step.isFinite, step > 0 else { throw .notPositive("step", step) }
    guard width > 0 else { throw .notPositive("width", Double(width)) }
    guard height > 0 else { throw .notPositive("height", Double(height)) }
    guard samples > 0 else { throw .notPositive("number of rays a pixel", Double(samples)) }
    guard clipping.planes.count <= Clipping.mostPlanes else {
      throw .tooManyClipPlanes(clipping.planes.count, limit: Clipping.mostPlanes)
    }
    if let slab = clipping.slab {
      guard slab.lowerBound.isFinite, slab.upperBound.isFinite else { throw .notFinite("slab") }
    }
    self.camera = camera
    self.width = width
    self.height = height
    self.samples = samples
    self.step = step
    self.clipping = clipping
    self.grid = grid
    try check(limits)
    guard pixelSize.x.isFinite, pixelSize.y.isFinite else { throw .notFinite("size of a pixel") }
    guard pixelSize.min() > 0 else { throw .notPositive("size of a pixel", pixelSize.min()) }
    guard !leavesNothing else { throw .nothingLeft }
  }

  /// Throws if there are more rays or samples than the limits allow.
  func check(_ limits: WorkLimits) throws(RayCastingError) {
    let rays = Double(width) * Double(height) * Double(samples) * Double(samples)
    guard rays <= min(Double(limits.imagePixels), 0x1p30) else {
      throw .tooManyPixels(rays, limit: limits.imagePixels)
    }
    guard mostSamples <= Double(limits.raySamples) else {
      throw .tooManySamples(mostSamples, limit: limits.raySamples)
    }
  }

  /// The most samples that a ray can have.
  private var mostSamples: Double { grid.patientBounds.size.length / step }

  /// The side of a tile in rays: a usual one, or less where rays have so many samples that it would be
  /// more than some milliseconds of work.
  var tileEdge: Int {
    let rays = max(1, Double(1 << 20) / max(1, mostSamples))
    return max(1, min(TilePlan.defaultEdge, Int(rays.squareRoot())))
  }

  /// Rays in a row.
  var columns: Int { width * samples }
  /// Rows of rays.
  var rows: Int { height * samples }

  /// The distance of pixel centres along a row and along a column, in mm.
  ///
  /// A perspective picture has square pixels, measured in the plane of `Camera.lookAt`.
  public var pixelSize: SIMD2<Double> {
    switch camera.projection {
    case .orthographic(let boxWidth, let boxHeight):
      SIMD2(boxWidth / Double(width), boxHeight / Double(height))
    case .perspective:
      SIMD2(repeating: camera.shownHeight / Double(height))
    }
  }

  /// The picture's pixels in the plane through `Camera.lookAt`.
  public var plane: PlaneGeometry {
    let pixel = pixelSize
    let plane = PlaneGeometry(
      width: width, height: height, right: camera.right, down: camera.down, center: camera.lookAt,
      pixelWidth: pixel.x, pixelHeight: pixel.y)
    guard let plane else { preconditionFailure("a camera's directions are perpendicular") }
    return plane
  }

  /// Whether the clipping leaves nothing of the volume.
  var leavesNothing: Bool {
    let cuts = clipping.halfSpaces(forward: camera.forward, center: grid.center)
    guard !cuts.isEmpty else { return false }
    return ConvexBody(faces: grid.faces + cuts).isEmpty
  }
}
