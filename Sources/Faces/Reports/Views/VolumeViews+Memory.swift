import Geometry
import Reslicing
import Views
import VolumeModel

extension VolumeViews {
  /// The bytes that the views of a volume take while they are made, beside the volume itself.
  ///
  /// - Parameters:
  ///   - grid: Where the volume's voxels lie.
  ///   - isPlain: Whether there are only the three small planes.
  /// - Returns: Bytes.
  static func memoryNeeded(for grid: GridGeometry, isPlain: Bool) -> Int {
    let plane = PlanePicture.pixels(of: grid, side: isPlain ? PlanePicture.side : planeSide)
    // Blocks of the renderer, and all frames of the spin with their values in order.
    let side = Int(2 * projectionSide)
    let spin = isPlain ? 0 : grid.dimensions.voxelCount / 20 + spinFrames * side * side * 6
    return 3 * plane * MemoryLayout<Float>.stride + spin + pageBytes
  }

  /// The page as text, which holds its images as letters.
  private static var pageBytes: Int { 16 << 20 }
}

extension PlanePicture {
  /// The pixels of the finest plane that an image is averaged of.
  fileprivate static func pixels(of grid: GridGeometry, side: Double) -> Int {
    let extent = grid.patientBounds.upper - grid.patientBounds.lower
    let pixel = max(extent.x, extent.y, extent.z) / side
    let fine = side * factor(pixel: pixel, finestSpacing: grid.finestSpacing)
    return Int(fine * fine)
  }

  /// How many samples, along each side, are averaged to a pixel.
  static func factor(pixel: Double, finestSpacing: Double) -> Double {
    min(8, (pixel / finestSpacing).rounded(.up))
  }
}
