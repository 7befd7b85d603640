import Geometry
public import VolumeModel

extension GridGeometry {
  /// Returns where stored slice `k` lies, as a picture: right along i, down along j, pixels of
  /// the stored, not always square, size.
  ///
  /// - Throws: ``ReslicingError/indexOutOfRange(index:count:)``.
  public func storedSlice(_ k: Int) throws(ReslicingError) -> PlaneGeometry {
    guard k >= 0, k < dimensions.slices else {
      throw .indexOutOfRange(index: k, count: dimensions.slices)
    }
    let columns = dimensions.columns
    let rows = dimensions.rows
    let middle = VoxelPoint(Double(columns - 1) / 2, Double(rows - 1) / 2, Double(k))
    guard
      let plane = PlaneGeometry(
        width: columns, height: rows, right: voxelToPatient.x, down: voxelToPatient.y,
        center: patientPoint(of: middle), pixelWidth: spacing.x, pixelHeight: spacing.y)
    else { throw .parallelDirections("row", "column") }
    return plane
  }
}

extension PlaneGeometry {
  /// Returns the rectangle with square pixels of the smaller side, around the same centre;
  /// itself where the sides agree to 1e-6.
  public var withSquarePixels: PlaneGeometry {
    let pixel = min(pixelWidth, pixelHeight)
    guard max(pixelWidth, pixelHeight) / pixel > 1 + 1e-6 else { return self }
    let width = ImageLayout.steps(pixel, covering: Double(width) * pixelWidth)
    let height = ImageLayout.steps(pixel, covering: Double(height) * pixelHeight)
    // Pixels so long that no picture holds as many square ones stay what they are.
    guard width < 0x1p31, height < 0x1p31 else { return self }
    let square = PlaneGeometry(
      width: Int(width), height: Int(height), right: right, down: down, center: center,
      pixelWidth: pixel)
    return square ?? self
  }
}

extension Reslicer {
  /// Returns a stored slice: the voxels' own values, bit for bit, NaN where a voxel holds no
  /// measured value.
  ///
  /// Slices are counted as they are stored. Pixels keep the stored size, which need not be
  /// square; for square ones resample: `plane(grid.storedSlice(k).withSquarePixels)`.
  ///
  /// - Throws: ``ReslicingError/indexOutOfRange(index:count:)``.
  public func storedSlice(_ k: Int) throws(ReslicingError) -> PlaneImage {
    let plane = try volume.geometry.storedSlice(k)
    let perSlice = volume.dimensions.voxelsPerSlice
    let slice = k * perSlice..<(k + 1) * perSlice
    // SAFETY: k was checked, so the slice lies in the voxels.
    var values = unsafe volume.voxels.withVoxels(in: slice) { unsafe [Float]($0) }
    if let validity = volume.validity {
      for offset in slice where !validity[offset] { values[offset - slice.lowerBound] = .nan }
    }
    return PlaneImage(geometry: plane, values: values)
  }
}
