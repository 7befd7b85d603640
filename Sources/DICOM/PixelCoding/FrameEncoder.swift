public import DICOMModel

/// Turns one native frame into the bytes of a compressed one, without loss.
///
/// An encoder is a value; programs pass their own beside ours.
public protocol FrameEncoder: Sendable {
  /// The transfer syntaxes whose frames the encoder writes.
  var transferSyntaxes: [TransferSyntax] { get }

  /// Encodes one frame.
  ///
  /// - Parameter frame: Native samples, of colours pixel by pixel.
  /// - Returns: The stream, without the byte that may make its length even.
  /// - Throws: ``PixelCodingError`` if the encoder does not write such samples.
  func encode(_ frame: NativeFrame) throws(PixelCodingError) -> [UInt8]
}

/// The encoders that a writer may use, by transfer syntax.
public struct FrameEncoders: Sendable {
  private let byUID: [String: any FrameEncoder]

  /// Creates a set; of two encoders for the same syntax the later one wins.
  public init(_ encoders: [any FrameEncoder] = []) {
    let pairs = encoders.flatMap { encoder in
      encoder.transferSyntaxes.map { ($0.uid, encoder) }
    }
    byUID = Dictionary(pairs) { _, later in later }
  }

  /// The encoder for a syntax, or nil.
  public subscript(syntax: TransferSyntax) -> (any FrameEncoder)? { byUID[syntax.uid] }
}
