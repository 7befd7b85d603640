public import WorkScheduling

/// Voxels in the patient: modality values, their place, and which of them are valid.
///
/// Values are stored i fastest, then j, then k (`GridDimensions.offset`). A volume is
/// immutable and cheap to copy; copies share their voxels.
public struct Volume: Sendable {
  /// Where the voxels lie.
  public let geometry: GridGeometry

  /// The modality values (after rescale: HU for CT).
  public let voxels: VoxelStorage

  /// Which voxels hold a measured value; nil when all do.
  public let validity: ValidityMask?

  /// What else is known.
  public var attributes: VolumeAttributes

  /// The smallest and largest valid value; nil when no voxel is valid.
  public let valueRange: ClosedRange<Float>?

  /// What the voxels lost when they were read.
  public package(set) var losses = VoxelLosses()

  /// Creates a volume.
  ///
  /// - Parameters:
  ///   - geometry: Where the voxels lie.
  ///   - voxels: The values, which nobody writes from then on.
  ///   - validity: Which voxels are valid; nil when all are.
  ///   - attributes: What else is known.
  ///   - valueRange: The range of the valid values, if it is known already.
  /// - Precondition: There is one value for each voxel of the geometry.
  public init(
    geometry: GridGeometry, voxels: VoxelStorage, validity: ValidityMask? = nil,
    attributes: VolumeAttributes = VolumeAttributes(), valueRange: ClosedRange<Float>?
  ) {
    precondition(voxels.count == geometry.dimensions.voxelCount, "one value for each voxel")
    self.geometry = geometry
    self.voxels = voxels
    self.validity = validity
    self.attributes = attributes
    self.valueRange = valueRange
  }

  /// Creates a volume whose value range is found by looking at every voxel.
  ///
  /// - Precondition: There is one value for each voxel of the geometry.
  public init(
    geometry: GridGeometry, voxels: VoxelStorage, validity: ValidityMask? = nil,
    attributes: VolumeAttributes = VolumeAttributes()
  ) {
    let range = ValueStatistics.range(of: voxels, validity: validity)
    self.init(
      geometry: geometry, voxels: voxels, validity: validity, attributes: attributes,
      valueRange: range)
  }

  /// Creates a volume whose value range is found by several workers, and can be cancelled.
  ///
  /// - Parameters:
  ///   - geometry: Where the voxels lie.
  ///   - voxels: The values, which nobody writes from then on.
  ///   - validity: Which voxels are valid; nil when all are.
  ///   - attributes: What else is known.
  ///   - context: What the call may use.
  /// - Throws: `WorkCancelled`.
  /// - Precondition: There is one value for each voxel of the geometry.
  public init(
    geometry: GridGeometry, voxels: VoxelStorage, validity: ValidityMask? = nil,
    attributes: VolumeAttributes = VolumeAttributes(), context: WorkContext
  ) throws {
    let range = try ValueStatistics.range(of: voxels, validity: validity, context: context)
    self.init(
      geometry: geometry, voxels: voxels, validity: validity, attributes: attributes,
      valueRange: range)
  }

  /// Creates a volume from the values of a function of the voxel indices.
  ///
  /// - Throws: ``OutOfMemory``.
  public init(
    geometry: GridGeometry, attributes: VolumeAttributes = VolumeAttributes(),
    value: (_ i: Int, _ j: Int, _ k: Int) -> Float
  ) throws {
    let size = geometry.dimensions
    let storage = try VoxelStorage(count: size.voxelCount)
    unsafe storage.withMutableBand(0..<size.voxelCount) { voxels in
      var offset = 0
      for k in 0..<size.slices {
        for j in 0..<size.rows {
          for i in 0..<size.columns {
            unsafe voxels[offset] = value(i, j, k)
            offset += 1
          }
        }
      }
    }
    self.init(geometry: geometry, voxels: storage, attributes: attributes)
  }

  /// The number of voxels along each axis.
  public var dimensions: GridDimensions { geometry.dimensions }

  /// The value of voxel (i, j, k), valid or not.
  ///
  /// - Precondition: The voxel lies in the volume.
  public subscript(i: Int, j: Int, k: Int) -> Float {
    precondition(dimensions.contains(i, j, k), "voxel (\(i), \(j), \(k)) lies in the volume")
    return voxels.value(at: dimensions.offset(i, j, k))
  }

  /// Whether voxel (i, j, k) holds a measured value.
  ///
  /// - Precondition: The voxel lies in the volume.
  public func isValid(_ i: Int, _ j: Int, _ k: Int) -> Bool {
    precondition(dimensions.contains(i, j, k), "voxel (\(i), \(j), \(k)) lies in the volume")
    return validity.map { $0[dimensions.offset(i, j, k)] } ?? true
  }

  /// Returns a copy of the voxels in the given index ranges, in the same place in the patient.
  ///
  /// - Parameters:
  ///   - i: The columns.
  ///   - j: The rows.
  ///   - k: The slices.
  ///   - context: What the call may use.
  /// - Returns: The part.
  /// - Throws: ``GridGeometryError/partOutside`` unless the ranges have voxels and lie inside the
  ///   volume; ``OutOfMemory``, `WorkCancelled`.
  public func subvolume(
    i: Range<Int>, j: Range<Int>, k: Range<Int>, context: WorkContext = WorkContext()
  ) throws -> Volume {
    guard geometry.holds(i, j, k) else { throw GridGeometryError.partOutside }
    let part = geometry.cropped(i: i, j: j, k: k)
    let size = part.dimensions
    let along = i
    @Sendable func source(_ offset: Int) -> Int {
      let (slice, within) = offset.quotientAndRemainder(dividingBy: size.voxelsPerSlice)
      let (row, column) = within.quotientAndRemainder(dividingBy: i.count)
      return dimensions.offset(
        i.lowerBound + column, j.lowerBound + row, k.lowerBound + slice)
    }
    let storage = try VoxelStorage(count: size.voxelCount)
    try context.forEach(size.slices) { slice in
      let first = slice * size.voxelsPerSlice
      // SAFETY: each worker writes a slice of its own.
      unsafe storage.withMutableBand(first..<first + size.voxelsPerSlice) { target in
        guard let start = target.baseAddress else { return }
        for row in stride(from: 0, to: target.count, by: along.count) {
          let place = source(first + row)
          unsafe voxels.copy(place..<place + along.count, to: start + row)
        }
      }
    }
    let mask = try validity.map { whole in
      try ValidityMask(dimensions: size, context: context) { whole[source($0)] }
    }
    var result = try Volume(
      geometry: part, voxels: storage, validity: mask, attributes: attributes, context: context)
    result.losses.rounded = losses.rounded
    return result
  }
}
