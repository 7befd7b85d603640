import DICOMModel

extension Tag {
  /// Cine Rate, VR IS: frames per second.
  static let cineRate = Tag(0x0018, 0x0040)

  /// Effective Duration, VR DS: seconds of all frames together.
  static let effectiveDuration = Tag(0x0018, 0x0072)

  /// Nominal Scanned Pixel Spacing, VR DS.
  static let nominalScannedPixelSpacing = Tag(0x0018, 0x2010)
}
