public import DICOMModel
public import WorkScheduling

/// Frames of Encapsulated Uncompressed Explicit VR Little Endian: the samples as they are.
public struct UncompressedDecoder: FrameDecoder {
  /// Encapsulated Uncompressed (1.2.840.10008.1.2.1.98).
  public var transferSyntaxes: [TransferSyntax] { [.encapsulatedUncompressed] }

  /// Creates a decoder.
  public init() {}

  /// Copies the samples of a frame.
  ///
  /// - Throws: ``PixelCodingError`` if there are fewer bytes than the format needs, or more
  ///   than that and the byte that makes the length even.
  public func decode(
    _ frame: RawSpan, format: PixelFormat, context: WorkContext
  ) throws(PixelCodingError) -> NativeFrame {
    let needed = format.frameBytes
    guard frame.byteCount >= needed else {
      throw .truncated(needed: needed, available: frame.byteCount)
    }
    guard frame.byteCount <= needed + 1 else {
      throw .mismatch("\(frame.byteCount) bytes instead of \(needed)")
    }
    let bytes = unsafe frame.withUnsafeBytes { unsafe Array($0.prefix(needed)) }
    return NativeFrame(bytes: bytes, format: format)
  }
}
