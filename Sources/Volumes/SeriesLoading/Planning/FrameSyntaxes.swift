import DICOMModel
import PixelCoding

/// The transfer syntaxes that can be read: the native ones, and those a decoder is there for.
struct FrameSyntaxes: Sendable {
  let decoders: FrameDecoders

  /// JPIP: the object holds an address, and the pixels are elsewhere.
  private static let remote: Set<String> = Set(
    ["94", "95", "204", "205"].map { "1.2.840.10008.1.2.4.\($0)" })

  /// Why pixels of a syntax cannot be read; nil if they can.
  func refusal(of syntax: TransferSyntax) -> String? {
    // An unknown syntax that is not encapsulated is one whose encoding was guessed.
    let isNative = !syntax.isEncapsulated && !Self.remote.contains(syntax.uid)
    guard !isNative, decoders[syntax] == nil else { return nil }
    return "transfer syntax \(syntax.name) (\(syntax.uid)) is not supported"
  }
}
