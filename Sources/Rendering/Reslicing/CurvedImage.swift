import Geometry
public import Sampling
import VolumeModel
public import WorkScheduling

/// The values of a picture along a curve.
public struct CurvedImage: Hashable, Sendable {
  /// Where the pixels lie.
  public let picture: CurvedReformation
  /// One value for each pixel, row by row from the top left; NaN where there is none.
  public let values: [Float]

  /// The value at a column and row; NaN where there is none.
  ///
  /// - Precondition: The pixel lies in the picture.
  public subscript(column: Int, row: Int) -> Float {
    precondition(
      column >= 0 && column < picture.width && row >= 0 && row < picture.height,
      "pixel (\(column), \(row)) lies in the picture")
    return values[row * picture.width + column]
  }
}

extension Reslicer {
  /// Returns the values of a picture along a curve.
  ///
  /// - Parameters:
  ///   - picture: Where the pixels lie.
  ///   - slab: What each pixel gathers across the picture; nil for one sample.
  ///   - interpolation: The kernel.
  ///   - context: What the call may use.
  /// - Returns: A value for each pixel, NaN where there is none.
  /// - Throws: As ``plane(_:slab:interpolation:antialiasing:context:)``.
  public func curve(
    _ picture: CurvedReformation, slab: Slab? = nil, interpolation: Interpolation = .linear,
    context: WorkContext = WorkContext()
  ) throws -> CurvedImage {
    try ReslicingError.check(
      Double(picture.width) * Double(picture.height), limit: context.limits.imagePixels)
    let resampler = CurveResampler(
      picture: picture, slab: slab,
      count: try slab?.sampleCount(
        finestSpacing: volume.geometry.finestSpacing, limits: context.limits) ?? 1,
      sampler: try sampling.sampler(interpolation, context: context),
      map: volume.geometry.patientToVoxel, context: context)
    let count = picture.width * picture.height
    let values = try unsafe [Float](unsafeUninitializedCapacity: count) { buffer, filled in
      let whole = unsafe UnsafeMutableBufferPointer(rebasing: buffer[..<count])
      let target = unsafe SharedOutput(whole)
      try context.forEachBand(of: picture.height, length: 4, stage: "reslicing") { rows in
        let gathering = slab.map { SampleGathering($0.blend, count: picture.width) }
        for row in rows {
          let part = row * picture.width..<(row + 1) * picture.width
          try unsafe resampler.fill(row, gathering: gathering, values: target.part(part))
        }
      }
      filled = count
    }
    return CurvedImage(picture: picture, values: values)
  }
}

/// Computes the rows of a picture along a curve.
private struct CurveResampler: Sendable {
  let picture: CurvedReformation
  let slab: Slab?
  /// Samples of a pixel.
  let count: Int
  let sampler: RowSampler
  let map: AffineMap<PatientSpace, VoxelSpace>
  let context: WorkContext

  func fill(
    _ index: Int, gathering: SampleGathering?, values: UnsafeMutableBufferPointer<Float>
  ) throws {
    let row = picture.rows[index]
    let half = Double(picture.width - 1) / 2 * picture.pixel
    let first = row.center - row.right * half
    let step = map(row.right * picture.pixel)
    guard let slab, let gathering else {
      unsafe sampler.sample(from: map(first), step: step, into: values)
      return
    }
    gathering.clear()
    let samplesPerCheck = max(1, (1 << 17) / picture.width)
    for sample in 0..<count {
      if sample % samplesPerCheck == 0 { try context.check() }
      let start = map(first + row.normal * slab.depth(of: sample, count: count))
      unsafe sampler.sample(from: start, step: step, into: values)
      unsafe gathering.add(
        UnsafeBufferPointer(values), weight: Slab.weight(sample, of: count))
    }
    unsafe gathering.finish(into: values, thickness: slab.thickness)
  }
}
