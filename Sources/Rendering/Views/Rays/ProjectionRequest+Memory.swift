import RayCasting
public import VolumeModel
public import WorkScheduling

extension ProjectionRequest {
  /// The bytes that frames of a volume take at the most, beside the volume itself: one frame's
  /// values, depths and image at a time.
  ///
  /// - Parameters:
  ///   - grid: Where the volume's voxels lie.
  ///   - areTogether: Whether all frames are there together, as one object needs them.
  ///   - limits: How large frames may be.
  /// - Returns: Bytes.
  /// - Throws: As ``CameraRequest/fitted(to:layout:limits:)``.
  public func memoryNeeded(
    for grid: GridGeometry, areTogether: Bool = false, limits: WorkLimits = WorkLimits()
  ) throws -> Int {
    let fitted = try camera.fitted(to: grid, layout: layout, limits: limits)
    return memoryNeeded(grid, fitted: fitted, areTogether: areTogether)
  }

  func memoryNeeded(
    _ grid: GridGeometry, fitted: FittedCameras, areTogether: Bool = false
  ) -> Int {
    let value = MemoryLayout<Float>.stride
    // The projection's own values, and those with what stands outside; colours are mixed as floats.
    let bytes = value * (overlay == nil ? 2 : 7) + fitted.imageBytes
    let all = areTogether ? fitted.memoryNeeded(value, areTogether: true) : 0
    return fitted.memoryNeeded(bytes) + all
      + fitted.memoryNeeded(depths ? value : 0)
      + clipping.memoryNeeded(for: grid)
  }
}

extension RenderRequest {
  /// The bytes that frames of a volume take at the most, beside the volume itself: one image at a
  /// time.
  ///
  /// - Parameters:
  ///   - grid: Where the volume's voxels lie.
  ///   - areTogether: Whether all frames are there together, as one object needs them.
  ///   - limits: How large frames may be.
  /// - Returns: Bytes.
  /// - Throws: As ``CameraRequest/fitted(to:layout:limits:)``.
  public func memoryNeeded(
    for grid: GridGeometry, areTogether: Bool = false, limits: WorkLimits = WorkLimits()
  ) throws -> Int {
    let fitted = try camera.fitted(to: grid, layout: layout, limits: limits)
    return memoryNeeded(grid, fitted: fitted, areTogether: areTogether)
  }

  func memoryNeeded(
    _ grid: GridGeometry, fitted: FittedCameras, areTogether: Bool = false, isMasked: Bool = false
  ) -> Int {
    // Samples of a pixel are rays of their own.
    let rays = 3 * samples * samples
    return fitted.memoryNeeded(fitted.imageBytes + (samples > 1 ? rays : 0))
      + (areTogether ? fitted.memoryNeeded(3, areTogether: true) : 0)
      + clipping.memoryNeeded(for: grid)
      + kernelBytes(of: grid, isMasked: isMasked || clipping.removeTable)
      + ((occlusion ?? 0) > 0 ? Renderer.occlusionMemory(of: grid) : 0)
  }

  /// The bytes of a second volume with labels: itself, and its codes with their rim, of an irregular
  /// stack up to four places a slice.
  static func memoryNeeded(_ second: SecondVolume) -> Int {
    let grid = second.volume.geometry
    let size = grid.dimensions
    let rim = 8
    let places = grid.slicePositions == nil ? size.slices : 4 * (size.slices + 1)
    return second.volume.memoryBytes
      + 2 * (size.columns + rim) * (size.rows + rim) * (places + rim)
  }

  /// Coefficients, with their gaps; voxels in place of those that hold nothing, and the distances to
  /// what they are filled with.
  private func kernelBytes(of grid: GridGeometry, isMasked: Bool) -> Int {
    guard let interpolation, interpolation != .linear else { return 0 }
    let voxels = grid.dimensions.voxelCount * MemoryLayout<Float>.stride
    let coefficients = interpolation == .cubic ? voxels + voxels / 16 : 0
    return coefficients + (isMasked ? 2 * voxels : 0)
  }
}

extension FittedCameras {
  /// An image, its copy with marks, and it as a file, at three bytes a pixel each.
  fileprivate var imageBytes: Int { 9 }

  /// The bytes of one frame, or of all.
  fileprivate func memoryNeeded(_ bytesOfPixel: Int, areTogether: Bool = false) -> Int {
    let pixels = width * height * bytesOfPixel
    let (all, isHuge) = pixels.multipliedReportingOverflow(by: areTogether ? cameras.count : 1)
    return isHuge ? .max / 4 : min(all, .max / 4)
  }
}

extension ClippingRequest {
  /// What rays skip empty space by, and where a table is left out masks and what it is looked for
  /// with.
  fileprivate func memoryNeeded(for grid: GridGeometry) -> Int {
    let voxels = grid.dimensions.voxelCount
    return voxels / 20 + (removeTable ? voxels : 0)
  }
}
