public import VolumeModel
public import WorkScheduling

/// The values of a stack of planes.
public struct StackImage: Sendable {
  /// Where the planes lie.
  public let stack: PlaneStack
  /// One value for each pixel, plane after plane, row by row from the top left; NaN where the
  /// volume has no valid value.
  public let values: VoxelStorage

  /// Returns one plane, counted away from the viewer from 0.
  ///
  /// - Throws: ``ReslicingError/indexOutOfRange(index:count:)``.
  public func plane(_ index: Int) throws(ReslicingError) -> PlaneImage {
    let geometry = try stack.plane(index)
    let pixels = geometry.width * geometry.height
    let range = index * pixels..<(index + 1) * pixels
    // SAFETY: the index was checked.
    let values = unsafe values.withVoxels { unsafe [Float]($0[range]) }
    return PlaneImage(geometry: geometry, values: values)
  }

  /// The stack as a volume in which pixels without a value are invalid.
  ///
  /// - Parameters:
  ///   - attributes: What is known of the volume that was cut.
  ///   - context: What the call may use.
  /// - Returns: A volume that shares the values.
  /// - Throws: `WorkCancelled`; `GridGeometryError` never for the planes of this package.
  public func volume(
    attributes: VolumeAttributes = VolumeAttributes(), context: WorkContext = WorkContext()
  ) throws -> Volume {
    let grid = try stack.grid
    return try Volume(
      geometry: grid, voxels: values,
      validity: values.validity(of: grid.dimensions, context: context),
      attributes: attributes, context: context)
  }
}

extension VoxelStorage {
  /// Which values are numbers; nil if all are.
  func validity(
    of dimensions: GridDimensions, context: WorkContext
  ) throws -> ValidityMask? {
    let mask = try ValidityMask(of: self, dimensions: dimensions, context: context) { !$0.isNaN }
    return mask.validCount == dimensions.voxelCount ? nil : mask
  }
}
