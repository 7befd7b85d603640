import DICOMModel
import PixelCoding

/// The transfer syntaxes that can be read: the native ones, and those a decoder is there for.
struct FrameSyntaxes: Sendable {
  let decoders: FrameDecoders

  func contains(_ syntax: TransferSyntax) -> Bool {
    // An unknown syntax that is not encapsulated is one whose encoding was guessed.
    !syntax.isEncapsulated || decoders[syntax] != nil
  }
}
