public import DICOMModel

/// How derived DICOM objects are encoded, always without loss.
public enum DerivedEncoding: String, Codable, CaseIterable, Hashable, Sendable {
  /// Explicit VR Little Endian.
  case explicit
  /// Implicit VR Little Endian.
  case implicit
  /// Deflated Explicit VR Little Endian.
  case deflated
  /// RLE Lossless.
  case rle
  /// JPEG-LS Lossless.
  case jpegLS = "jpeg-ls"
  /// JPEG 2000 Lossless.
  case jpeg2000 = "jpeg-2000"

  /// The transfer syntax.
  public var transferSyntax: TransferSyntax {
    switch self {
    case .explicit: .explicitVRLittleEndian
    case .implicit: .implicitVRLittleEndian
    case .deflated: .deflatedExplicitVRLittleEndian
    case .rle: .rleLossless
    case .jpegLS: .jpegLSLossless
    case .jpeg2000: .jpeg2000Lossless
    }
  }
}
