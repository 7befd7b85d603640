import DICOMImaging
import DICOMModel
import Files
import PixelCoding
import VolumeModel
import WorkScheduling

/// Fills the voxels of a plan from its files, slices in parallel.
struct VoxelAssembly: Sendable {
  let frames: FrameReader
  let context: WorkContext

  /// Reads, converts and rescales every slice of a phase into one volume.
  ///
  /// - Throws: ``LoadError``, `OutOfMemory` or `WorkCancelled`.
  func volume(for plan: VolumePlan, phase: Int) throws -> Volume {
    try volume(
      for: plan, phase: phase,
      voxels: VoxelStorage(
        count: plan.geometry.dimensions.voxelCount, from: plan.reserve, limits: context.limits,
        isFilled: true))
  }

  /// Reads every slice of a phase into one volume, and keeps its integers.
  ///
  /// - Throws: As ``volume(for:phase:)``, and ``UnfitIntegers`` if some are others than headers say.
  func volume(for plan: VolumePlan, phase: Int, integers: StoredIntegers) throws -> Volume {
    try volume(
      for: plan, phase: phase,
      voxels: VoxelStorage(
        integers: integers, dimensions: plan.geometry.dimensions, from: plan.reserve,
        limits: context.limits, isFilled: true))
  }

  private func volume(
    for plan: VolumePlan, phase: Int, voxels: VoxelStorage
  ) throws -> Volume {
    let slices = plan.phaseSlices[phase]
    let size = plan.geometry.dimensions
    let mask = plan.hasPadding(inPhase: phase) ? MaskWords(dimensions: size) : nil
    let target = Target(slices: slices, size: size, voxels: voxels, mask: mask)
    let jobs = FrameJob.jobs(for: slices)
    let pool = ScratchPool(bytes: jobs.map { FrameReader.scratchBytes(for: $0.image) }.max() ?? 0)
    var range: ClosedRange<Float>?
    var rounded = 0
    var damaged: [DamagedFrame] = []
    for batch in FrameJob.batches(of: jobs) {
      for (job, result) in zip(batch.jobs, try read(batch, into: target, pool: pool)) {
        switch result {
        case .success(let found):
          range = ClosedRange(covering: range, found.range)
          rounded += found.rounded
        case .failure(let error):
          damaged.append(DamagedFrame(job.image, frame: job.frameIndex, error: error))
        }
      }
    }
    // All files are tried, so that one more look at the rest is enough.
    guard damaged.isEmpty else { throw LoadError.damagedPixels(damaged) }
    var volume = Volume(
      geometry: plan.geometry, voxels: voxels, validity: mask.flatMap { $0.validity(size) },
      attributes: plan.phaseAttributes[phase],
      valueRange: range)
    let mayBeInfinite = slices.contains {
      $0.header.pixels.samples != .integer || $0.mapping != nil
    }
    volume.losses.infinite = mayBeInfinite ? try voxels.infiniteCount(context: context) : 0
    volume.losses.rounded = rounded
    volume.losses.volumesWithoutValues = range == nil ? 1 : 0
    return volume
  }

  /// The range of a frame's valid values, and how many whole numbers no float holds.
  private struct FilledFrame {
    var range: ClosedRange<Float>?
    var rounded = 0
  }

  /// What is known of the values of each frame, or why its pixels cannot be had.
  private typealias FrameResult = Result<FilledFrame, FrameError>

  /// Does the jobs of a batch; an encoded file of several frames is in memory meanwhile.
  private func read(
    _ batch: FrameJob.Batch, into target: Target, pool: ScratchPool
  ) throws -> [FrameResult] {
    let encoded: EncodedFrames?
    do {
      encoded = try batch.image.map {
        try EncodedFrames(of: $0, files: frames, context: context)
      }
    } catch {
      let error = try FrameError(unlessCancelled: error)
      return batch.jobs.map { _ in .failure(error) }
    }
    let ahead = FrameReader.ahead(of: batch.jobs)
    return try context.map(batch.jobs.count, stage: "reading") { index in
      do {
        return .success(
          try unsafe pool.withBuffer { scratch in
            try unsafe fill(
              target, from: batch.jobs[index], encoded: encoded, scratch: scratch
            ) { ahead.goOn(from: index, $0) }
          })
      } catch let unfit as UnfitIntegers {
        throw unfit
      } catch {
        return .failure(try FrameError(unlessCancelled: error))
      }
    }
  }

  /// What is filled.
  private struct Target {
    let slices: [SliceSource]
    let size: GridDimensions
    let voxels: VoxelStorage
    let mask: MaskWords?
  }

  /// Reads a frame and converts the slices it holds.
  private func fill(
    _ target: Target, from job: FrameJob, encoded: EncodedFrames?,
    scratch: UnsafeMutableRawBufferPointer, whenOpened: (ByteReader) -> Void
  ) throws -> FilledFrame {
    try unsafe frames.withFrame(
      job.frameIndex, of: job.image, in: encoded, context: context, scratch: scratch,
      whenOpened: whenOpened
    ) {
      bytes, format, order in
      var filled = FilledFrame()
      for k in job.slices {
        let found = try unsafe withValidity(of: k, mask: target.mask) { validity in
          try unsafe fill(
            k, of: target, bytes: bytes, format: format, order: order, validity: validity)
        }
        filled.range = ClosedRange(covering: filled.range, found.range)
        filled.rounded += found.rounded
      }
      return filled
    }
  }

  /// Fills slice k, whose samples are among those of a frame.
  private func fill(
    _ k: Int, of target: Target, bytes: UnsafeRawBufferPointer, format: PixelFormat,
    order: ByteOrder, validity: UnsafeMutableBufferPointer<UInt64>
  ) throws -> FilledFrame {
    let slice = target.slices[k]
    let start = k * target.size.voxelsPerSlice
    let range = start..<start + target.size.voxelsPerSlice
    return try unsafe withSamples(of: slice, in: bytes, format: format) { samples, format in
      let conversion = SliceConversion(slice: slice, format: format, byteOrder: order)
      if let integers = target.voxels.integers {
        return try unsafe target.voxels.withMutableWords(range) { words in
          FilledFrame(
            range: try unsafe conversion.store(
              samples, into: words, validity: validity, as: integers))
        }
      }
      return unsafe target.voxels.withMutableBand(range) { values in
        FilledFrame(
          range: unsafe conversion.convert(samples, into: values, validity: validity),
          rounded: unsafe conversion.roundedCount(samples, values: UnsafeBufferPointer(values)))
      }
    }
  }

  private func withValidity<Result>(
    of slice: Int, mask: MaskWords?,
    body: (UnsafeMutableBufferPointer<UInt64>) throws -> Result
  ) rethrows -> Result {
    guard let mask else {
      return try unsafe body(UnsafeMutableBufferPointer(start: nil, count: 0))
    }
    return try unsafe mask.withSlice(slice, body: body)
  }

  /// Calls `body` with the samples of a slice: all of a frame's, or those of a tile.
  private func withSamples<Result>(
    of slice: SliceSource, in bytes: UnsafeRawBufferPointer, format: PixelFormat,
    body: (UnsafeRawBufferPointer, PixelFormat) throws -> Result
  ) throws -> Result {
    guard let sheet = slice.image.mosaic, let tile = slice.tile else {
      return try unsafe body(bytes, format)
    }
    // The stream may know better than the header how its samples are stored.
    let tileFormat = try format.resized(
      columns: sheet.tileFormat.columns, rows: sheet.tileFormat.rows)
    return try unsafe withUnsafeTemporaryAllocation(
      byteCount: tileFormat.frameBytes, alignment: 64
    ) {
      unsafe sheet.copy(
        tile: tile, of: bytes, sampleBytes: tileFormat.bitsAllocated / 8, to: $0)
      return try unsafe body(UnsafeRawBufferPointer($0), tileFormat)
    }
  }
}

extension ClosedRange<Float> {
  /// The range over both, or over the one that is there; nil if none is.
  init?(covering a: ClosedRange<Float>?, _ b: ClosedRange<Float>?) {
    guard let first = a ?? b else { return nil }
    let second = b ?? first
    self =
      Swift.min(
        first.lowerBound, second.lowerBound)...Swift.max(
        first.upperBound, second.upperBound)
  }
}
