import Codecs
import DICOMModel
import PixelCoding
import WorkScheduling

/// Pixels on their way into a data set.
struct PixelEncoding {
  let transferSyntax: TransferSyntax
  let format: PixelFormat

  /// The encoder; nil for native pixels.
  private let encoder: (any FrameEncoder)?

  /// The most bytes of a value with a length (PS3.5 7.1.2).
  private static let largestValue = 0xFFFF_FFFE

  /// Checks that there is a way to encode frames of a format.
  init(
    _ transferSyntax: TransferSyntax, format: PixelFormat, frames: Int
  ) throws(DerivedObjectError) {
    self.transferSyntax = transferSyntax
    self.format = format
    encoder = FrameEncoders.standard[transferSyntax]
    guard encoder != nil || !transferSyntax.isEncapsulated,
      transferSyntax.byteOrder == .littleEndian, transferSyntax.isKnown
    else { throw .noEncoder(transferSyntax.name) }
    let (bytes, isHuge) = format.frameBytes.multipliedReportingOverflow(by: frames)
    guard !isHuge, bytes <= Self.largestValue else { throw .tooManyBytes(bytes) }
  }

  /// Whether frames are fragments of their own.
  var isEncapsulated: Bool { encoder != nil }

  /// The representation of the pixel data.
  var representation: VR { isEncapsulated || format.bitsAllocated <= 8 ? .ob : .ow }

  /// Sets the image pixel module (PS3.3 C.7.6.3) and the pixels of all frames.
  func set(
    _ frames: [[UInt8]], in set: inout DataSet, photometric: String, context: WorkContext
  ) throws {
    describe(in: &set, photometric: photometric)
    guard isEncapsulated else {
      set.set(
        .pixelData, vr: representation,
        bytes: frames.count == 1 ? frames[0] : frames.flatMap(\.self))
      return
    }
    let fragments = try frames.map { frame in
      try context.check()
      return try encoded(frame)
    }
    set.set(.pixelData, fragments: fragments, offsets: Self.offsets(fragments.map(\.count)))
  }

  /// The bytes of a frame in the file: a fragment, or the native pixels.
  func encoded(_ frame: [UInt8]) throws -> [UInt8] {
    try encoder?.encode(NativeFrame(bytes: frame, format: format)) ?? frame
  }

  /// Sets the image pixel module (PS3.3 C.7.6.3) without the pixels.
  func describe(in set: inout DataSet, photometric: String) {
    set.set(.samplesPerPixel, integer: format.samplesPerPixel)
    // JPEG 2000 transforms colours without loss.
    let isTransformed = transferSyntax == .jpeg2000Lossless && format.samplesPerPixel == 3
    set.set(.photometricInterpretation, string: isTransformed ? "YBR_RCT" : photometric)
    if format.samplesPerPixel > 1 { set.set(.planarConfiguration, integer: 0) }
    set.set(.rows, integer: format.rows)
    set.set(.columns, integer: format.columns)
    set.set(.bitsAllocated, integer: format.bitsAllocated)
    set.set(.bitsStored, integer: format.bitsStored)
    set.set(.highBit, integer: format.highBit)
    set.set(.pixelRepresentation, integer: format.isSigned ? 1 : 0)
  }

  /// The Basic Offset Table: bytes from the first fragment's item to each frame's (PS3.5 A.4);
  /// none where they leave 32 bits.
  static func offsets(_ lengths: [Int]) -> [UInt32] {
    var offset = 0
    var offsets: [UInt32] = []
    for length in lengths {
      guard let word = UInt32(exactly: offset) else { return [] }
      offsets.append(word)
      offset += 8 + (length + 1) & ~1
    }
    return offsets
  }
}
