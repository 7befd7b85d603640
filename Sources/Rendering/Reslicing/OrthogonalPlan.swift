import Geometry
public import VolumeModel
public import WorkScheduling

/// All axial, coronal or sagittal planes of a volume, whatever the direction in which it was
/// acquired.
///
/// Planes and pixels are laid out around the centre of the volume's patient box. Where a
/// voxel axis lies within ``alignmentTolerance`` of the patient axis across the planes, they
/// are spaced by the voxel spacing and pass through voxel centres; else by the finest
/// spacing. There are `ceil(extent / spacing − 1e-6)` of them.
public struct OrthogonalPlan: Hashable, Sendable {
  /// The orientation of the planes.
  public let orientation: OrthogonalOrientation
  /// The number of planes.
  public let count: Int
  /// The distance of neighbouring planes in mm.
  public let spacing: Double

  /// The plane through the centre of the volume's patient box, counted or not.
  public let center: PlaneGeometry

  /// Degrees between a voxel axis and a patient axis below which they count as one.
  public static var alignmentTolerance: Double { 0.01 }

  /// Lays out the planes of a volume.
  ///
  /// - Parameters:
  ///   - grid: The volume's geometry.
  ///   - orientation: Which planes.
  ///   - layout: Size and pixels of the pictures.
  ///   - limits: How many pixels and planes there may be.
  /// - Throws: ``ReslicingError`` if the layout asks for the impossible.
  public init(
    _ grid: GridGeometry, orientation: OrthogonalOrientation,
    layout: ImageLayout = ImageLayout(), limits: WorkLimits = WorkLimits()
  ) throws(ReslicingError) {
    let extent = grid.patientExtent
    let across = orientation.axisAcross
    let (size, pixel) = try layout.resolved(
      extent: SIMD2(extent[orientation.right.axis], extent[orientation.down.axis]),
      finestSpacing: grid.finestSpacing, limits: limits)
    let step = grid.voxelAxis(alongPatientAxis: across).map { grid.spacing[$0] }
    spacing = step ?? grid.finestSpacing
    let planes = ImageLayout.steps(spacing, covering: extent[across])
    try ReslicingError.check(planes, limit: limits.imagePixels)
    count = Int(planes)
    guard
      let center = PlaneGeometry(
        width: size.width, height: size.height, right: orientation.right, down: orientation.down,
        center: grid.patientBounds.center, pixelWidth: pixel)
    else { throw .notFinite("extent of the volume") }
    self.orientation = orientation
    self.center = center
  }

  /// The number of the middle plane: half of the count, rounded down.
  public var middle: Int { count / 2 }

  /// Returns where a plane lies, counted away from the viewer from 0.
  ///
  /// - Throws: ``ReslicingError/indexOutOfRange(index:count:)``.
  public func plane(_ index: Int) throws(ReslicingError) -> PlaneGeometry {
    guard index >= 0, index < count else { throw .indexOutOfRange(index: index, count: count) }
    return center.moved(away: distance(of: index))
  }

  /// Returns the coordinate of a plane across the planes: LPS x of a sagittal, y of a coronal,
  /// z of an axial plane, in mm.
  ///
  /// - Throws: ``ReslicingError/indexOutOfRange(index:count:)``.
  public func coordinate(of index: Int) throws(ReslicingError) -> Double {
    try plane(index).center.coordinates[orientation.axisAcross]
  }

  /// Returns the plane through an LPS coordinate across the planes (x of a sagittal, y of a
  /// coronal, z of an axial plane) in mm, which may lie outside the volume and between
  /// counted planes.
  ///
  /// - Throws: ``ReslicingError/notFinite(_:)``.
  public func plane(at coordinate: Double) throws(ReslicingError) -> PlaneGeometry {
    guard coordinate.isFinite else { throw .notFinite("coordinate") }
    var point = center.center
    point.coordinates[orientation.axisAcross] = coordinate
    return center.centered(on: point)
  }

  /// Returns the number of the counted plane closest to an LPS coordinate across the planes.
  ///
  /// - Throws: ``ReslicingError/notFinite(_:)``.
  public func index(closestTo coordinate: Double) throws(ReslicingError) -> Int {
    let offset = try plane(at: coordinate).center - center.center
    let place = offset.dot(orientation.away) / spacing + Double(count - 1) / 2
    return Int(place.rounded(), clampedTo: 0...count - 1)
  }

  private func distance(of index: Int) -> Double {
    (Double(index) - Double(count - 1) / 2) * spacing
  }
}

extension PatientVector {
  /// The axis (0 = x, 1 = y, 2 = z) of the largest component.
  fileprivate var axis: Int {
    let size = (abs(x), abs(y), abs(z))
    return size.0 >= size.1 && size.0 >= size.2 ? 0 : (size.1 >= size.2 ? 1 : 2)
  }
}
