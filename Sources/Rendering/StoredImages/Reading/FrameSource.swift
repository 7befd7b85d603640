import DICOMCoding
import DICOMModel
import PixelCoding
import SeriesLoading
import WorkScheduling

/// Where the bytes of an image's frames lie; a frame is read when it is asked for.
struct FrameSource: Sendable {
  /// How the pixel data is stored.
  private enum Storage: Sendable {
    /// As it is, in the file.
    case native
    /// In fragments, which make up frames.
    case encapsulated([EncapsulatedFrame])
    /// As it is, in an inflated data set.
    case inflated([UInt8])
    /// The only frame of a deflated file, which is inflated when it is asked for.
    case deflated
  }

  private let file: ObjectFile
  private let location: PixelDataLocation
  private let layout: SampleLayout
  private let storage: Storage
  /// What was odd and got over.
  let nonconformance: String?
  /// The frames of which bytes are there, at least 1: a file that is cut has fewer than it says.
  let frameCount: Int

  /// The bytes of one frame.
  enum Frame {
    /// Native samples, which begin at a bit of the first byte.
    case native([UInt8], firstBit: Int)
    /// A compressed stream.
    case compressed([UInt8])
  }

  /// Finds the frames.
  ///
  /// - Throws: ``StoredImageError``.
  init(
    _ file: ObjectFile, location: PixelDataLocation, layout: SampleLayout, frameCount: Int,
    context: WorkContext
  ) throws(StoredImageError) {
    self.file = file
    self.location = location
    self.layout = layout
    let frameBits = layout.frameBits
    func present(_ bytes: Int) -> Int {
      min(frameCount, max(1, bytes.multipliedReportingOverflow(by: 8).partialValue / frameBits))
    }
    let syntax = file.parsed.transferSyntax
    if syntax.isDeflated, frameCount == 1 {
      storage = .deflated
      self.frameCount = 1
      nonconformance = nil
    } else if syntax.isDeflated {
      do throws(LoadError) {
        let bytes = try Self.inflated(
          file, location: location, layout: layout, frames: frameCount, context: context)
        storage = .inflated(bytes)
        self.frameCount = present(bytes.count)
      } catch {
        let reason: StoredImageError.Reason =
          context.isCancelled ? .cancelled : .damaged(error.description)
        throw StoredImageError(reason, path: file.path)
      }
      nonconformance = nil
    } else if let length = location.length {
      storage = .native
      self.frameCount = present(min(length, max(0, file.size - location.offset)))
      nonconformance =
        syntax.isEncapsulated
        ? "the transfer syntax is \(syntax.name), but the pixel data is not compressed" : nil
    } else {
      storage = .encapsulated(try Self.frames(of: file, at: location, frameCount: frameCount))
      self.frameCount = frameCount
      nonconformance = nil
    }
  }

  /// The pixel data of a deflated file.
  private static func inflated(
    _ file: ObjectFile, location: PixelDataLocation, layout: SampleLayout, frames: Int,
    context: WorkContext
  ) throws(LoadError) -> [UInt8] {
    let (bits, isHuge) = layout.frameBits.multipliedReportingOverflow(by: frames)
    let set = try file.inflated(pixelBytes: isHuge ? .max : bits / 8 + 2, context: context)
    return Array(set.bytes(location.tag) ?? [])
  }

  private static func frames(
    of file: ObjectFile, at location: PixelDataLocation, frameCount: Int
  ) throws(StoredImageError) -> [EncapsulatedFrame] {
    let start = location.offset
    let found: (frames: [EncapsulatedFrame], method: FrameAssignmentMethod)?
    let fragments: Int
    do {
      let pixels = try EncapsulatedPixelData(length: max(0, file.size - start), offset: start) {
        try file.bytes(at: start + $0.lowerBound, count: $0.count)
      }
      fragments = pixels.fragments.count
      let offsets =
        frameCount > 1 ? file.parsed.dataSet.integers(.extendedOffsetTable) ?? [] : []
      found = pixels.frames(count: frameCount, extendedOffsets: offsets) { range in
        // Bytes that cannot be read begin no codestream.
        (try? file.bytes(at: range.lowerBound, count: min(12, range.count))) ?? []
      }
    } catch {
      throw StoredImageError(.damaged("\(error)"), path: file.path)
    }
    guard let found else {
      throw StoredImageError(
        .damaged("\(fragments) fragments cannot be told apart into \(frameCount) frames"),
        path: file.path)
    }
    return found.frames
  }

  /// Reads the bytes of a frame, counted from 1.
  ///
  /// - Throws: ``StoredImageError`` if they are not all there.
  func frame(_ frame: Int, context: WorkContext) throws(StoredImageError) -> Frame {
    if context.isCancelled { throw StoredImageError(.cancelled, path: file.path, frame: frame) }
    do throws(LoadError) {
      switch storage {
      case .encapsulated(let frames):
        var bytes: [UInt8] = []
        for fragment in frames[frame - 1].fragments {
          bytes += try file.bytes(at: fragment.lowerBound, count: fragment.count)
        }
        return .compressed(bytes)
      case .native, .inflated, .deflated:
        break
      }
      let (bits, isHuge) = layout.frameBits.multipliedReportingOverflow(by: frame - 1)
      guard !isHuge, bits < 1 << 62 else {
        throw .damaged(path: file.path, reason: "too many frames")
      }
      var first = bits / 8
      var end = (bits + layout.frameBits + 7) / 8
      let shift = swapsPairs ? first & 1 : 0
      if swapsPairs {
        first -= shift
        end = (end + 1) & ~1
      }
      var bytes = try nativeBytes(first..<end, context: context)
      if swapsPairs {
        for place in stride(from: 0, to: bytes.count - 1, by: 2) {
          bytes.swapAt(place, place + 1)
        }
      }
      guard (bytes.count - shift) * 8 >= layout.frameBits + bits % 8 else {
        throw .damaged(
          path: file.path,
          reason: "the pixel data is cut: \(bytes.count) of \(end - first) bytes are there")
      }
      return .native(bytes, firstBit: shift * 8 + bits % 8)
    } catch {
      let reason: StoredImageError.Reason =
        context.isCancelled ? .cancelled : .damaged(Self.reason(error))
      throw StoredImageError(reason, path: file.path, frame: frame)
    }
  }

  private func nativeBytes(
    _ range: Range<Int>, context: WorkContext
  ) throws(LoadError) -> [UInt8] {
    switch storage {
    case .inflated(let bytes): return Array(bytes[range.clamped(to: bytes.indices)])
    case .deflated:
      let bytes = try Self.inflated(
        file, location: location, layout: layout, frames: 1, context: context)
      return Array(bytes[range.clamped(to: bytes.indices)])
    case .native, .encapsulated: break
    }
    let length = location.length ?? 0
    let end = min(range.upperBound, length)
    guard range.lowerBound < end else { return [] }
    return try file.bytes(at: location.offset + range.lowerBound, count: end - range.lowerBound)
  }

  /// Whether samples of a byte or less lie in 16-bit big-endian words, each pair of bytes swapped
  /// (PS3.5 A.3).
  private var swapsPairs: Bool {
    location.byteOrder == .bigEndian && location.vr == .ow && layout.bitsAllocated <= 8
  }

  private static func reason(_ error: LoadError) -> String {
    switch error {
    case .damaged(_, reason: let reason), .unreadable(_, let reason): reason
    default: error.description
    }
  }
}
