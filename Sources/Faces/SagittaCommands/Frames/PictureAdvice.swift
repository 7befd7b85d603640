import Sagitta

/// What to do with images that make no volume: they can be looked at.
enum PictureAdvice {
  private static let pictures: Set<SkippedFile.Code> = [
    .colourImage, .projectionImage, .localizer, .noGeometry, .multiFrame, .mosaic,
    .repeatedPositions, .notAStack,
  ]

  /// A clause that names the verb for pictures, if one of the files is an image; else nothing.
  static func text(_ skipped: [SkippedFile]) -> String {
    skipped.contains { pictures.contains($0.code) } ? "; `sagitta frames` shows it as pictures" : ""
  }
}
