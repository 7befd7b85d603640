import Geometry
public import Sampling
public import VolumeModel
public import WorkScheduling

/// Cuts pictures out of a volume.
///
/// Every value comes from one interpolation in the volume's own grid, sheared and irregular
/// stacks included. A pixel is inside when each continuous voxel index lies in [−0.5, n−0.5);
/// between the outermost voxel centre and the rim the edge value holds. Pixels outside, and
/// pixels in whose linear cell a voxel without a measured value has weight, are NaN.
///
/// Results do not depend on the number of workers.
public final class Reslicer: Sendable {
  /// The volume that is cut.
  public let volume: Volume

  /// Spreads the rows of a picture over the cores; carries the cancellation.
  public let scheduler: WorkScheduler

  /// Creates a reslicer.
  public init(_ volume: Volume, scheduler: WorkScheduler = WorkScheduler()) {
    (self.volume, self.scheduler) = (volume, scheduler)
  }

  /// Rows that one worker samples at a time.
  static var bandLength: Int { 16 }

  /// Returns the values of a plane; it may lie partly or wholly outside the volume.
  ///
  /// - Throws: ``ReslicingError`` for too many pixels; `WorkCancelled`.
  public func plane(
    _ plane: PlaneGeometry, interpolation: Interpolation = .linear
  ) throws -> PlaneImage {
    let pixels = Double(plane.width) * Double(plane.height)
    guard pixels <= Double(PictureLayout.maximumPixels) else {
      throw ReslicingError.tooManyPixels(pixels)
    }
    let lattice = SampleLattice(plane, in: volume.geometry)
    let sampler = RowSampler(volume, interpolation)
    let values = try unsafe bands(width: plane.width, height: plane.height) { row, values in
      unsafe sampler.sample(
        from: lattice.start(ofRow: row), step: lattice.columnStep, into: values)
    }
    return PlaneImage(geometry: plane, values: values)
  }

  /// Returns the values that `fill` writes row by row, several rows at a time.
  private func bands(
    width: Int, height: Int,
    fill: @Sendable (Int, UnsafeMutableBufferPointer<Float>) -> Void
  ) throws -> [Float] {
    try unsafe [Float](unsafeUninitializedCapacity: width * height) { buffer, count in
      let output = unsafe SharedOutput(buffer)
      try scheduler.forEachBand(of: height, length: Self.bandLength) { rows in
        for row in rows {
          unsafe fill(row, output.part(row * width..<(row + 1) * width))
        }
      }
      count = width * height
    }
  }
}
