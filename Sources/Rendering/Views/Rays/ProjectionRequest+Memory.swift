import RayCasting
public import VolumeModel

extension ProjectionRequest {
  /// The bytes that frames of a volume take at the most, beside the volume itself: one frame's
  /// values and image at a time, and the depths of all frames, which are written together.
  ///
  /// - Throws: As ``CameraRequest/fitted(to:layout:)``.
  public func memoryNeeded(for grid: GridGeometry) throws -> Int {
    let fitted = try camera.fitted(to: grid, layout: layout)
    let values = MemoryLayout<Float>.stride * (overlay == nil ? 1 : 2)
    let depths = depths ? MemoryLayout<Float>.stride * fitted.cameras.count : 0
    // An image and its copy with marks, three bytes a pixel each.
    return fitted.width * fitted.height * (values + depths + 6) + clipping.memoryNeeded(for: grid)
  }
}

extension RenderRequest {
  /// The bytes that frames of a volume take at the most, beside the volume itself: one image at a
  /// time.
  ///
  /// - Throws: As ``CameraRequest/fitted(to:layout:)``.
  public func memoryNeeded(for grid: GridGeometry) throws -> Int {
    let fitted = try camera.fitted(to: grid, layout: layout)
    return fitted.width * fitted.height * 6 + clipping.memoryNeeded(for: grid)
  }
}

extension ClippingRequest {
  /// What rays skip empty space by, and a bit for each voxel where a table is left out.
  fileprivate func memoryNeeded(for grid: GridGeometry) -> Int {
    let voxels = grid.dimensions.voxelCount
    return voxels / 50 + (removeTable ? voxels / 8 : 0)
  }
}
