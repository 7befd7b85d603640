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

  /// Reads, converts and rescales every slice into one volume.
  ///
  /// - Throws: ``LoadError``, `OutOfMemory` or `WorkCancelled`.
  func volume(for plan: VolumePlan) throws -> Volume {
    let size = plan.geometry.dimensions
    let voxels = try VoxelStorage(count: size.voxelCount)
    let mask = plan.hasPadding ? MaskWords(dimensions: size) : nil
    let pool = ScratchPool(bytes: plan.slices.map(FrameReader.scratchBytes).max() ?? 0)
    let ranges = try scheduler.map(plan.slices.count, stage: "reading") { k in
      try unsafe pool.withBuffer { scratch in
        let start = k * size.voxelsPerSlice
        return try unsafe voxels.withMutableBand(start..<start + size.voxelsPerSlice) { values in
          try unsafe withValidity(of: k, mask) { validity in
            try unsafe convert(plan.slices[k], scratch, into: values, validity)
          }
        }
      }
    }
    let known = ranges.compactMap(\.self)
    let low = known.map(\.lowerBound).min()
    let high = known.map(\.upperBound).max()
    return Volume(
      geometry: plan.geometry, voxels: voxels, validity: mask?.validity(size),
      attributes: plan.attributes,
      valueRange: low.flatMap { low in high.map { low...$0 } })
  }

  private func withValidity<Result>(
    of slice: Int, _ mask: MaskWords?,
    _ body: (UnsafeMutableBufferPointer<UInt64>) throws -> Result
  ) rethrows -> Result {
    guard let mask else {
      return try unsafe body(UnsafeMutableBufferPointer(start: nil, count: 0))
    }
    return try unsafe mask.withSlice(slice, body)
  }

  /// Converts one slice; returns the range of its valid modality values.
  private func convert(
    _ image: ScannedImage, _ scratch: UnsafeMutableRawBufferPointer,
    into values: UnsafeMutableBufferPointer<Float>,
    _ validity: UnsafeMutableBufferPointer<UInt64>
  ) throws -> ClosedRange<Float>? {
    try unsafe frames.withFrame(of: image, scratch: scratch) { bytes, format, order in
      let padding = image.header.pixels.padding
      let conversion = NativeConversion(
        format: format, byteOrder: order, slope: image.header.rescale.slope,
        intercept: image.header.rescale.intercept, padding: padding)
      let stored = unsafe conversion.convert(bytes, into: values, validity: validity)
      // In a volume with padding, a slice without keeps all its voxels.
      if padding == nil { unsafe MaskWords.fill(validity, count: format.pixelCount) }
      return stored.map { range in
        let ends = [range.lowerBound, range.upperBound].map(conversion.modalityValue)
        return min(ends[0], ends[1])...max(ends[0], ends[1])
      }
    }
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
    _ slice: Int, _ body: (UnsafeMutableBufferPointer<UInt64>) throws -> Result
  ) rethrows -> Result {
    let range = slice * perSlice..<(slice + 1) * perSlice
    return try unsafe body(UnsafeMutableBufferPointer(rebasing: words[range]))
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
