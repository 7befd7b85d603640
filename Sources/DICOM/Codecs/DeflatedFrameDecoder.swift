import Compression
public import DICOMModel
public import PixelCoding
public import WorkScheduling

/// Frames of Deflated Image Frame Compression: the samples as a bare deflate stream (PS3.5 A.4.13).
///
/// Memory: twice the frame, whatever the stream promises.
public struct DeflatedFrameDecoder: FrameDecoder {
  /// Deflated Image Frame Compression (1.2.840.10008.1.2.8.1).
  public var transferSyntaxes: [TransferSyntax] { [.deflatedImageFrame] }

  /// Creates a decoder.
  public init() {}

  /// Inflates a frame.
  ///
  /// - Throws: `PixelCodingError` if the stream is damaged, or holds another number of bytes
  ///   than the format needs; one that makes the length even is let pass.
  public func decode(
    _ frame: RawSpan, format: PixelFormat, context: WorkContext
  ) throws(PixelCodingError) -> NativeFrame {
    try format.checkSize()
    let needed = format.frameBytes
    let bytes: [UInt8]
    do throws(CompressionError) {
      bytes = try Inflation.bytes(
        frame, format: .raw, limit: needed + 1, expected: needed, context: context)
    } catch {
      if error.reason == .cancelled { throw .cancelled }
      guard case .tooLong = error.reason else {
        throw .damaged(error.description, offset: error.offset)
      }
      throw .mismatch("more than \(needed) bytes come out of a frame")
    }
    guard bytes.count >= needed else {
      throw .truncated(needed: needed, available: bytes.count)
    }
    return NativeFrame(bytes: bytes, format: format)
  }
}
