public import VolumeModel
public import Geometry
public import WorkScheduling

extension Volume {
  /// Returns the volume with each value replaced by a function of it, in the same place.
  ///
  /// Voxels without a measured value stay so. Windows and unit were those of the old values: they
  /// are left out unless the new unit is given.
  ///
  /// - Parameters:
  ///   - unit: The unit of the new values; nil if they have none.
  ///   - context: The workers; they do not change the result.
  ///   - transform: The new value of an old one.
  /// - Returns: The new volume.
  /// - Throws: ``OutOfMemory``, `WorkCancelled`.
  public func map(
    unit: String? = nil, context: WorkContext = WorkContext(),
    _ transform: @Sendable (Float) -> Float
  ) throws -> Volume {
    let storage = try VoxelStorage(count: dimensions.voxelCount, limits: context.limits)
    let perSlice = dimensions.voxelsPerSlice
    try context.forEach(dimensions.slices) { k in
      let range = k * perSlice..<(k + 1) * perSlice
      // SAFETY: each worker writes a slice of its own.
      unsafe storage.withMutableBand(range) { new in
        unsafe voxels.withVoxels(in: range) { old in
          for n in 0..<perSlice { unsafe new[n] = transform(old[n]) }
        }
      }
    }
    var attributes = attributes
    attributes.unit = unit
    attributes.windows = []
    return try Volume(
      geometry: geometry, voxels: storage, validity: validity, attributes: attributes,
      context: context)
  }

  /// Returns which voxels have a valid value in a range: a mask of the same grid.
  ///
  ///     let bone = try volume.threshold(300...)
  ///
  /// - Parameters:
  ///   - range: The values.
  ///   - context: The workers; they do not change the result.
  /// - Returns: The mask.
  /// - Throws: `WorkCancelled`.
  public func threshold(
    _ range: some RangeExpression<Float> & Sendable, context: WorkContext = WorkContext()
  ) throws -> ValidityMask {
    let mask = try ValidityMask(
      of: voxels, dimensions: dimensions, context: context, isValid: { range.contains($0) })
    return validity.map { mask.intersection($0, dimensions: dimensions) } ?? mask
  }

  /// Returns the volume with only those voxels valid that were and that a mask has.
  ///
  /// Values stay what they are; what is not valid is left out of pictures and figures.
  ///
  /// - Parameters:
  ///   - mask: The voxels that stay valid.
  ///   - context: The workers; they do not change the result.
  /// - Returns: The volume, which shares its voxels.
  /// - Throws: `WorkCancelled`.
  /// - Precondition: The mask covers the volume's grid.
  public func masked(
    by mask: ValidityMask, context: WorkContext = WorkContext()
  ) throws -> Volume {
    checkCovers(mask)
    return try Volume(
      geometry: geometry, voxels: voxels,
      validity: validity.map { $0.intersection(mask, dimensions: dimensions) } ?? mask,
      attributes: attributes, context: context)
  }

  private func checkCovers(_ mask: ValidityMask) {
    precondition(
      mask.words.count == ValidityMask.wordsPerSlice(of: dimensions) * dimensions.slices,
      "the mask covers the grid")
  }

  /// Returns how much of the patient the voxels of a mask take up, in mm³.
  ///
  /// Right for regular and sheared grids; of an irregular stack each slice counts with half the
  /// way to both its neighbours.
  ///
  /// - Precondition: The mask covers the volume's grid.
  public func cubicMillimeters(of mask: ValidityMask) -> Double {
    checkCovers(mask)
    return (0..<dimensions.slices).reduce(0.0) { sum, k in
      let words = mask.words[k * mask.wordsPerSlice..<(k + 1) * mask.wordsPerSlice]
      return sum + Double(words.reduce(0) { $0 + $1.nonzeroBitCount }) * cubicMillimeters(slice: k)
    }
  }

  /// Returns the middle of a mask's voxels in the patient, each weighing what it takes up; nil if
  /// the mask is empty.
  ///
  /// - Parameters:
  ///   - mask: The voxels.
  ///   - context: What the call may use.
  /// - Returns: The place.
  /// - Throws: `WorkCancelled`.
  /// - Precondition: The mask covers the volume's grid.
  public func centroid(
    of mask: ValidityMask, context: WorkContext = WorkContext()
  ) throws -> PatientPoint? {
    checkCovers(mask)
    var sum = PatientVector(0, 0, 0)
    var weight = 0.0
    let origin = geometry.center
    for k in 0..<dimensions.slices {
      try context.check()
      let share = cubicMillimeters(slice: k)
      for j in 0..<dimensions.rows {
        for i in 0..<dimensions.columns where mask[dimensions.offset(i, j, k)] {
          let place = geometry.patientPoint(of: VoxelPoint(Double(i), Double(j), Double(k)))
          sum = sum + (place - origin) * share
          weight += share
        }
      }
    }
    return weight > 0 ? origin + sum / weight : nil
  }

  /// The room of one voxel of a slice, in mm³.
  private func cubicMillimeters(slice k: Int) -> Double {
    func corner(_ i: Double, _ j: Double, _ k: Double) -> PatientPoint {
      geometry.patientPoint(of: VoxelPoint(i, j, k))
    }
    let middle = Double(k)
    let last = Double(dimensions.slices - 1)
    let step =
      dimensions.slices == 1
      ? corner(0, 0, 1) - corner(0, 0, 0)
      : (corner(0, 0, min(middle + 1, last)) - corner(0, 0, max(middle - 1, 0)))
        / (min(middle + 1, last) - max(middle - 1, 0))
    let across = corner(1, 0, middle) - corner(0, 0, middle)
    let down = corner(0, 1, middle) - corner(0, 0, middle)
    return abs(across.cross(down).dot(step))
  }

  /// Returns how fast the value changes at a place in the patient, in value per mm along x, y and z;
  /// nil where a neighbour has no value.
  ///
  /// Differences of trilinear values on both sides, half the finest spacing away: exact for linear
  /// fields.
  public func gradient(at point: PatientPoint) -> PatientVector? {
    let reach = geometry.finestSpacing / 2
    let axes = [PatientVector(reach, 0, 0), PatientVector(0, reach, 0), PatientVector(0, 0, reach)]
    var slopes: [Double] = []
    for axis in axes {
      guard case .value(let after) = value(at: point + axis),
        case .value(let before) = value(at: point - axis)
      else { return nil }
      slopes.append((Double(after) - Double(before)) / (2 * reach))
    }
    return PatientVector(slopes[0], slopes[1], slopes[2])
  }
}

extension ValidityMask {
  /// What two masks of one grid have in common.
  fileprivate func intersection(
    _ other: ValidityMask, dimensions: GridDimensions
  ) -> ValidityMask {
    ValidityMask(dimensions: dimensions, words: zip(words, other.words).map { $0 & $1 })
  }
}
