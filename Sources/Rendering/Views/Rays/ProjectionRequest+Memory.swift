import RayCasting
public import VolumeModel

extension ProjectionRequest {
  /// The bytes that frames of a volume take at the most, beside the volume itself: one frame's
  /// values and image at a time, and the depths of all frames, which are written together.
  ///
  /// - Parameters:
  ///   - grid: Where the volume's voxels lie.
  ///   - areTogether: Whether all frames are there together, as one object needs them.
  /// - Returns: Bytes.
  /// - Throws: As ``CameraRequest/fitted(to:layout:limits:)``.
  public func memoryNeeded(for grid: GridGeometry, areTogether: Bool = false) throws -> Int {
    let fitted = try camera.fitted(to: grid, layout: layout)
    let bytes = MemoryLayout<Float>.stride * (overlay == nil ? 1 : 2) + fitted.imageBytes
    return fitted.memoryNeeded(bytes, areTogether: areTogether)
      + fitted.memoryNeeded(depths ? MemoryLayout<Float>.stride : 0, areTogether: true)
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
  /// - Returns: Bytes.
  /// - Throws: As ``CameraRequest/fitted(to:layout:limits:)``.
  public func memoryNeeded(for grid: GridGeometry, areTogether: Bool = false) throws -> Int {
    let fitted = try camera.fitted(to: grid, layout: layout)
    return fitted.memoryNeeded(fitted.imageBytes, areTogether: areTogether)
      + clipping.memoryNeeded(for: grid)
  }
}

extension FittedCameras {
  /// An image and its copy with marks, three bytes a pixel each.
  fileprivate var imageBytes: Int { 6 }

  /// The bytes of one frame, or of all.
  fileprivate func memoryNeeded(_ bytesOfPixel: Int, areTogether: Bool) -> Int {
    width * height * bytesOfPixel * (areTogether ? cameras.count : 1)
  }
}

extension ClippingRequest {
  /// What rays skip empty space by, and a bit for each voxel where a table is left out.
  fileprivate func memoryNeeded(for grid: GridGeometry) -> Int {
    let voxels = grid.dimensions.voxelCount
    return voxels / 50 + (removeTable ? voxels / 8 : 0)
  }
}
