import DICOMImaging
import WorkScheduling

/// Finds images that are there more than once: one SOP Instance UID is one image.
struct Duplicates {
  let frames: FrameReader
  let scheduler: WorkScheduler

  /// Splits images into those to use and those to skip.
  ///
  /// Same UID and same stored pixels: the first in the order of paths is used. Same UID but
  /// different pixels: none can be trusted, all are skipped. Pixels are read only where
  /// UIDs collide.
  func resolve(
    _ images: [ScannedImage]
  ) throws -> (used: [ScannedImage], skipped: [SkippedFile]) {
    let groups = Dictionary(grouping: images, by: \.header.sopInstanceUID)
    var used: [ScannedImage] = []
    var skipped: [SkippedFile] = []
    for (uid, group) in groups {
      // An absent UID identifies nothing.
      if group.count == 1 || uid.isEmpty {
        used += group
        continue
      }
      try scheduler.cancellation.check()
      let sorted = group.sorted { $0.path < $1.path }
      if try areEqual(sorted) {
        used.append(sorted[0])
        skipped += sorted.dropFirst().map { duplicate($0, of: sorted[0]) }
      } else {
        skipped += sorted.map { conflict($0, count: sorted.count) }
      }
    }
    return (used, skipped)
  }

  private func areEqual(_ images: [ScannedImage]) throws -> Bool {
    let first = images[0]
    let count = first.header.pixels.frameCount
    guard images.allSatisfy({ $0.header.pixels.frameCount == count }) else { return false }
    let encoded = images.map { count > 1 ? encodedFrames(of: $0) : nil }
    for index in 0..<count {
      try scheduler.cancellation.check()
      let values = storedValues(index, first, encoded[0])
      let areEqual = zip(images, encoded).dropFirst().allSatisfy {
        storedValues(index, $0, $1) == values
      }
      guard areEqual, values != nil else { return areEqual }
    }
    return true
  }

  /// The frames of a file that is decoded as a whole; nil for others, and for damaged ones.
  private func encodedFrames(of image: ScannedImage) -> EncodedFrames? {
    FrameReader.isInFile(image) ? nil : try? EncodedFrames(of: image, frames)
  }

  /// Stored values of a frame; nil for pixels that cannot be read, which then differ from
  /// everything that can.
  private func storedValues(
    _ index: Int, _ image: ScannedImage, _ encoded: EncodedFrames?
  ) -> [Int32]? {
    try? frames.storedValues(ofFrame: index, of: image, in: encoded)
  }

  private func duplicate(_ image: ScannedImage, of first: ScannedImage) -> SkippedFile {
    SkippedFile(
      path: image.path, code: .duplicate, message: "the same image as \(first.path)")
  }

  private func conflict(_ image: ScannedImage, count: Int) -> SkippedFile {
    SkippedFile(
      path: image.path, code: .conflictingDuplicate,
      message: "\(count) files share this SOP Instance UID but not their pixels")
  }
}
