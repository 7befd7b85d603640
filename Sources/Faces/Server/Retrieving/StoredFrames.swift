import Archive
import DICOMCoding
import DICOMModel
import Files
import SeriesLoading
import WorkScheduling

/// The frames of an instance: where their bytes lie.
struct StoredFrames: Sendable {
  private enum Storage: Sendable {
    /// In the file, one after the other, in the order of bytes that goes out.
    case native(start: Int)
    /// In fragments.
    case encapsulated([EncapsulatedFrame])
    /// In a data set that has to be read as a whole: deflated, or in big words.
    case converted
  }

  /// The instance.
  let instance: ArchivedInstance
  /// How a frame lies.
  let layout: FrameLayout
  /// How many there are.
  let count: Int
  private let storage: Storage

  /// Finds the frames of an instance.
  ///
  /// - Parameters:
  ///   - instance: The instance.
  ///   - attributes: Its attributes.
  /// - Throws: ``ServiceFailure`` if it has none; `FileReadingError`.
  init(_ instance: ArchivedInstance, attributes: DataSet) throws {
    guard let pixels = instance.pixelData else { throw FrameLayout.noImage }
    self.instance = instance
    layout = try FrameLayout(attributes, pixelData: pixels.tag)
    let syntax = instance.transferSyntax
    if pixels.length == nil, !syntax.isDeflated {
      let frames = try Self.encapsulated(instance, offset: pixels.offset, attributes: attributes)
      storage = .encapsulated(frames)
      count = frames.count
    } else {
      let isConverted = syntax.isDeflated || pixels.byteOrder == .bigEndian
      storage = isConverted ? .converted : .native(start: pixels.offset)
      let bytes = pixels.length ?? .max >> 3
      count = min(instance.frameCount, max(1, bytes * 8 / max(1, layout.frameBits)))
    }
  }

  /// Whether the frames are compressed.
  var isCompressed: Bool {
    if case .encapsulated = storage { true } else { false }
  }

  /// The bytes of a frame as it is stored, in little words.
  ///
  /// - Parameter frame: Its number, from 1.
  /// - Returns: Where they lie, or how they are made.
  /// - Throws: ``ServiceFailure`` if there is no such frame.
  func pieces(ofFrame frame: Int) throws -> [BodyPiece] {
    guard (1...count).contains(frame) else {
      throw ServiceFailure(
        404, code: "no-such-frame", message: "the instance has \(count) frames, counted from 1")
    }
    switch storage {
    case .encapsulated(let frames):
      return frames[frame - 1].fragments.map { .file(path: instance.path, range: $0) }
    case .native(let start):
      let (first, end) = bits(ofFrame: frame)
      guard first % 8 == 0, end % 8 == 0 else {
        return [.made { try cut(frame, in: start, from: ByteSource.file(instance.path)) }]
      }
      let range = start + first / 8..<start + end / 8
      guard range.upperBound <= instance.fileSize else { throw FrameLayout.noImage }
      return [.file(path: instance.path, range: range)]
    case .converted: return [.made { try converted(frame) }]
    }
  }

  /// The bytes of a frame at once.
  func bytes(ofFrame frame: Int) throws -> [UInt8] {
    try PieceChunks(try pieces(ofFrame: frame)).bytes()
  }

  private func bits(ofFrame frame: Int) -> (first: Int, end: Int) {
    ((frame - 1) * layout.frameBits, frame * layout.frameBits)
  }

  /// A frame that begins or ends within a byte, moved to where a byte begins.
  private func cut(_ frame: Int, in start: Int, from source: ByteSource) throws -> [UInt8] {
    let (first, end) = bits(ofFrame: frame)
    let bytes = try source.open().bytes(at: start + first / 8, count: (end + 7) / 8 - first / 8)
    guard bytes.count == (end + 7) / 8 - first / 8 else { throw FrameLayout.noImage }
    let shift = first % 8
    let count = (end - first + 7) / 8
    return (0..<count).map { n in
      let next = n + 1 < bytes.count ? bytes[n + 1] : 0
      let byte = shift == 0 ? bytes[n] : bytes[n] >> UInt8(shift) | next << UInt8(8 - shift)
      let rest = end - first - n * 8
      return rest >= 8 ? byte : byte & (1 << UInt8(rest)) - 1
    }
  }

  private func converted(_ frame: Int) throws -> [UInt8] {
    let file = try InstanceConversion.file(instance)
    let parsed = try Part10Reader().readWhole(file)
    let tag = instance.pixelData?.tag ?? .pixelData
    guard let value = parsed.dataSet.bytes(tag) else { throw FrameLayout.noImage }
    return try cut(frame, in: 0, from: .memory(Array(value), name: "frame"))
  }

  private static func encapsulated(
    _ instance: ArchivedInstance, offset start: Int, attributes: DataSet
  ) throws -> [EncapsulatedFrame] {
    let file = try ByteSource.file(instance.path).open()
    let pixels = try EncapsulatedPixelData(length: max(0, file.count - start), offset: start) {
      try file.bytes(at: start + $0.lowerBound, count: $0.count)
    }
    let found = pixels.frames(
      count: instance.frameCount, extendedOffsets: attributes.integers(.extendedOffsetTable) ?? []
    ) { range in
      // Bytes that cannot be read begin no codestream.
      (try? file.bytes(at: range.lowerBound, count: min(12, range.count))) ?? []
    }
    guard let found else { throw FrameLayout.noImage }
    return found.frames
  }
}
