public import DICOMModel

/// Turns the compressed bytes of one frame into native ones.
///
/// A decoder is a value; programs pass their own beside ours.
public protocol FrameDecoder: Sendable {
  /// The transfer syntaxes whose frames the decoder reads.
  var transferSyntaxes: [TransferSyntax] { get }

  /// Decodes one frame to native samples.
  ///
  /// - Parameters:
  ///   - frame: All fragments of one frame, joined.
  ///   - format: What the data set says of the samples; the stream may know better.
  /// - Returns: The samples, and how they are stored.
  /// - Throws: ``PixelCodingError`` if the stream is damaged or does not match.
  func decode(
    _ frame: [UInt8], format: PixelFormat
  ) throws(PixelCodingError) -> NativeFrame
}

/// One uncompressed frame.
public struct NativeFrame: Hashable, Sendable {
  /// Little-endian samples, row by row, pixel by pixel.
  public let bytes: [UInt8]

  /// How the samples are stored.
  public let format: PixelFormat

  /// Creates a frame.
  ///
  /// - Precondition: There are at least as many bytes as the format needs.
  public init(bytes: [UInt8], format: PixelFormat) {
    precondition(bytes.count >= format.frameBytes, "a frame is complete")
    (self.bytes, self.format) = (bytes, format)
  }
}

/// The decoders that a loader may use, by transfer syntax.
public struct FrameDecoders: Sendable {
  private let byUID: [String: any FrameDecoder]

  /// Creates a set; of two decoders for the same syntax the later one wins.
  public init(_ decoders: [any FrameDecoder] = []) {
    let pairs = decoders.flatMap { decoder in
      decoder.transferSyntaxes.map { ($0.uid, decoder) }
    }
    byUID = Dictionary(pairs) { _, later in later }
  }

  /// The decoder for a syntax, or nil.
  public subscript(syntax: TransferSyntax) -> (any FrameDecoder)? { byUID[syntax.uid] }

  /// Returns the set with other decoders added, which win over those already there.
  public func adding(_ decoders: [any FrameDecoder]) -> FrameDecoders {
    FrameDecoders(Array(byUID.values) + decoders)
  }
}
