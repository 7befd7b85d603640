import DICOMImaging

/// Objects that were cut into several files.
///
/// Their frames are ordered by position like those of other files; what is looked at here is
/// whether all parts are there.
struct Concatenations {
  private let parts: [String: [ScannedImage]]

  init(_ images: [ScannedImage]) {
    let parts = images.filter { $0.header.concatenation != nil }
    self.parts = Dictionary(grouping: parts) { $0.header.concatenation?.uid ?? "" }
  }

  /// What is missing from the objects that some files belong to; nil if nothing is.
  func finding(for images: [ScannedImage]) -> Finding? {
    guard !parts.isEmpty else { return nil }
    let uids = Set(images.compactMap { $0.header.concatenation?.uid }).sorted()
    let broken = uids.compactMap { uid in parts[uid].flatMap(Gap.init) }
    guard !broken.isEmpty else { return nil }
    let lostParts = broken.reduce(0) { $0 + $1.parts }
    let frames = broken.reduce(0) { $0 + $1.frames }
    return Finding(
      .concatenationIncomplete, severity: .warning,
      message:
        "the object was cut into files that are not all there: \(lostParts) parts and \(frames) frames "
        + "between those present are missing; look for the other files",
      values: ["parts": [Double(lostParts)], "frames": [Double(frames)]],
      files: broken.flatMap(\.paths))
  }

  /// What is missing from one object.
  private struct Gap {
    let parts: Int
    let frames: Int
    let paths: [String]

    init?(_ images: [ScannedImage]) {
      let ordered = images.sorted { ($0.frameOffset, $0.path) < ($1.frameOffset, $1.path) }
      var next = 0
      var missing = 0
      for image in ordered {
        missing += max(0, image.frameOffset - next)
        next = max(next, image.frameOffset + image.header.pixels.frameCount)
      }
      let total = images.compactMap { $0.header.concatenation?.total }.max() ?? 0
      parts = max(0, total - images.count)
      frames = missing
      paths = ordered.map(\.path)
      if parts == 0, frames == 0 { return nil }
    }
  }
}

extension ScannedImage {
  /// Frames of the whole object before the first one of this file.
  var frameOffset: Int { header.concatenation?.frameOffset ?? 0 }
}
