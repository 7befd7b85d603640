import DICOMImaging
import DICOMModel
import PixelCoding
import Synchronization
import VolumeModel
import WorkScheduling

/// Fills the voxels of a plan from its files, slices in parallel.
struct VoxelAssembly: Sendable {
  let frames: FrameReader
  let scheduler: WorkScheduler

  /// Reads, converts and rescales every slice of a phase into one volume.
  ///
  /// - Throws: ``LoadError``, `OutOfMemory` or `WorkCancelled`.
  func volume(for plan: VolumePlan, phase: Int) throws -> Volume {
    let slices = plan.phaseSlices[phase]
    let size = plan.geometry.dimensions
    let voxels = try VoxelStorage(count: size.voxelCount)
    let mask = plan.hasPadding(inPhase: phase) ? MaskWords(dimensions: size) : nil
    let target = Target(slices: slices, size: size, voxels: voxels, mask: mask)
    let jobs = FrameJob.jobs(for: slices)
    let pool = ScratchPool(bytes: jobs.map { FrameReader.scratchBytes(for: $0.image) }.max() ?? 0)
    var ranges: [ClosedRange<Float>?] = []
    for batch in FrameJob.batches(of: jobs) {
      // One encoded file at a time is in memory.
      let encoded = try batch.image.map { try EncodedFrames(of: $0, frames) }
      ranges += try scheduler.map(batch.jobs.count, stage: "reading") { index in
        try unsafe pool.withBuffer { scratch in
          try unsafe fill(target, from: batch.jobs[index], encoded, scratch)
        }
      }
    }
    return Volume(
      geometry: plan.geometry, voxels: voxels, validity: mask?.validity(size),
      attributes: plan.phaseAttributes[phase],
      valueRange: ranges.reduce(nil) { ClosedRange(covering: $0, $1) })
  }

  /// What is filled.
  private struct Target {
    let slices: [SliceSource]
    let size: GridDimensions
    let voxels: VoxelStorage
    let mask: MaskWords?
  }

  /// Reads a frame and converts the slices it holds; returns the range of valid values.
  private func fill(
    _ target: Target, from job: FrameJob, _ encoded: EncodedFrames?,
    _ scratch: UnsafeMutableRawBufferPointer
  ) throws -> ClosedRange<Float>? {
    try unsafe frames.withFrame(job.frameIndex, of: job.image, in: encoded, scratch: scratch) {
      bytes, format, order in
      var range: ClosedRange<Float>?
      for k in job.slices {
        let slice = target.slices[k]
        let start = k * target.size.voxelsPerSlice
        let end = start + target.size.voxelsPerSlice
        let found = unsafe target.voxels.withMutableBand(start..<end) { values in
          unsafe withValidity(of: k, target.mask) { validity in
            unsafe convert(slice, bytes, format, order, into: values, validity)
          }
        }
        range = ClosedRange(covering: range, found)
      }
      return range
    }
  }

  private func withValidity<Result>(
    of slice: Int, _ mask: MaskWords?,
    _ body: (UnsafeMutableBufferPointer<UInt64>) -> Result
  ) -> Result {
    guard let mask else {
      return unsafe body(UnsafeMutableBufferPointer(start: nil, count: 0))
    }
    return unsafe mask.withSlice(slice, body)
  }

  /// Converts one slice; returns the range of its valid modality values.
  private func convert(
    _ slice: SliceSource, _ bytes: UnsafeRawBufferPointer, _ format: PixelFormat,
    _ order: ByteOrder, into values: UnsafeMutableBufferPointer<Float>,
    _ validity: UnsafeMutableBufferPointer<UInt64>
  ) -> ClosedRange<Float>? {
    let padding = slice.header.pixels.padding
    let rescale = slice.frame.rescale
    let conversion = NativeConversion(
      format: format, byteOrder: order, slope: rescale.slope, intercept: rescale.intercept,
      padding: padding)
    let stored = unsafe conversion.convert(bytes, into: values, validity: validity)
    // In a volume with padding, a slice without keeps all its voxels.
    if padding == nil { unsafe MaskWords.fill(validity, count: format.pixelCount) }
    return stored.map { range in
      let ends = [range.lowerBound, range.upperBound].map(conversion.modalityValue)
      return min(ends[0], ends[1])...max(ends[0], ends[1])
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

/// The words of a validity mask while slices are filled in parallel.
@safe
final class MaskWords: @unchecked Sendable {
  // Sendable: every slice has words of its own, and is filled by one worker.
  private let words: UnsafeMutableBufferPointer<UInt64>
  private let perSlice: Int

  init(dimensions: GridDimensions) {
    perSlice = ValidityMask.wordsPerSlice(of: dimensions)
    unsafe words = .allocate(capacity: perSlice * dimensions.slices)
    unsafe words.initialize(repeating: 0)
  }

  deinit {
    unsafe words.deallocate()
  }

  func withSlice<Result>(
    _ slice: Int, _ body: (UnsafeMutableBufferPointer<UInt64>) -> Result
  ) -> Result {
    let range = slice * perSlice..<(slice + 1) * perSlice
    return unsafe body(UnsafeMutableBufferPointer(rebasing: words[range]))
  }

  /// Marks the first `count` pixels of a slice as valid.
  static func fill(_ words: UnsafeMutableBufferPointer<UInt64>, count: Int) {
    for word in words.indices {
      let bits = min(64, count - word * 64)
      unsafe words[word] = bits == 64 ? .max : (1 << UInt64(max(0, bits))) - 1
    }
  }

  /// The finished mask.
  func validity(_ dimensions: GridDimensions) -> ValidityMask {
    unsafe ValidityMask(dimensions: dimensions, words: Array(words))
  }
}
