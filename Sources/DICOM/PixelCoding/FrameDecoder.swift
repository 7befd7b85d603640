public import DICOMModel
public import WorkScheduling

/// Turns the compressed bytes of one frame into native ones.
///
/// A decoder is a value; programs pass their own beside ours. It never traps on hostile bytes,
/// and allocates no more than the frame itself times a constant, after it has checked that the
/// stream and the format agree in size.
public protocol FrameDecoder: Sendable {
  /// The transfer syntaxes whose frames the decoder reads.
  var transferSyntaxes: [TransferSyntax] { get }

  /// Decodes one frame to native samples.
  ///
  /// - Parameters:
  ///   - frame: All fragments of one frame, joined; a padding byte may follow the stream.
  ///   - format: What the data set says of the samples; the stream may know better.
  ///   - context: Whether to go on; asked between rows, where a frame may be large.
  /// - Returns: The samples, and how they are stored.
  /// - Throws: ``PixelCodingError`` if the stream is damaged or does not match;
  ///   ``PixelCodingError/cancelled``.
  func decode(
    _ frame: RawSpan, format: PixelFormat, context: WorkContext
  ) throws(PixelCodingError) -> NativeFrame
}

extension FrameDecoder {
  /// Decodes one frame to native samples, to its end.
  public func decode(
    _ frame: RawSpan, format: PixelFormat
  ) throws(PixelCodingError) -> NativeFrame {
    try decode(frame, format: format, context: WorkContext())
  }

  /// Decodes one frame to native samples; as for a span.
  public func decode(
    _ frame: [UInt8], format: PixelFormat, context: WorkContext = WorkContext()
  ) throws(PixelCodingError) -> NativeFrame {
    // SAFETY: bytes have no padding, so that all of them are initialised.
    try decode(unsafe frame.span.bytes, format: format, context: context)
  }

  /// Decodes one frame to native samples; as for a span.
  public func decode(
    _ frame: ArraySlice<UInt8>, format: PixelFormat, context: WorkContext = WorkContext()
  ) throws(PixelCodingError) -> NativeFrame {
    // SAFETY: as above.
    try decode(unsafe frame.span.bytes, format: format, context: context)
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

  private init(byUID: [String: any FrameDecoder]) {
    self.byUID = byUID
  }

  /// The decoder for a syntax, or nil.
  public subscript(syntax: TransferSyntax) -> (any FrameDecoder)? { byUID[syntax.uid] }

  /// Returns the set with other decoders added, which win over those already there.
  public func adding(_ decoders: [any FrameDecoder]) -> FrameDecoders {
    FrameDecoders(byUID: byUID.merging(FrameDecoders(decoders).byUID) { _, later in later })
  }
}
