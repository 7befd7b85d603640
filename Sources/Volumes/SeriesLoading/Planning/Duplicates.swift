import DICOMImaging
import WorkScheduling

/// Finds images that are there more than once: one SOP Instance UID is one image.
struct Duplicates {
  let frames: FrameReader
  let context: WorkContext

  /// Splits images into those to use and those to skip.
  ///
  /// Same UID and same stored pixels: the first in the order of paths is used. Same UID but
  /// different pixels: none can be trusted, all are skipped. A damaged copy says nothing of the
  /// sound ones. Objects of different SOP classes are no copies of each other. Pixels are read
  /// only where UIDs collide.
  func resolve(_ images: [ScannedImage]) throws -> Resolution {
    let groups = Dictionary(grouping: images, by: Identity.init)
    var used: [ScannedImage] = []
    var skipped: [SkippedFile] = []
    var conflicting: [ScannedImage] = []
    for (identity, group) in groups {
      // An absent UID identifies nothing, nor does one that every image of a series has.
      if group.count == 1 || identity.sopInstanceUID.isEmpty || Self.isUIDOfAll(group) {
        used += group
        continue
      }
      try context.check()
      let copies = try compare(group.sorted { $0.path < $1.path })
      skipped += copies.damaged
      if copies.areEqual, let first = copies.sound.first {
        used.append(first)
        skipped += copies.sound.dropFirst().map { duplicate($0, of: first) }
      } else {
        skipped += copies.sound.map { conflict($0, count: copies.sound.count) }
        conflicting += copies.sound
      }
    }
    return Resolution(used: used, skipped: skipped, conflicting: conflicting)
  }

  /// What became of images.
  struct Resolution {
    /// The images to use.
    let used: [ScannedImage]
    /// The files to skip.
    let skipped: [SkippedFile]
    /// Those of them that contradict each other.
    let conflicting: [ScannedImage]
  }

  /// What an image is, if its writer kept to the standard.
  private struct Identity: Hashable {
    let sopInstanceUID: String
    let sopClassUID: String

    init(_ image: ScannedImage) {
      sopInstanceUID = image.header.sopInstanceUID
      sopClassUID = image.header.sopClassUID
    }
  }

  /// Whether images that share a UID are plainly different ones: three single slices or more, each
  /// at a place and with an Instance Number of its own.
  private static func isUIDOfAll(_ images: [ScannedImage]) -> Bool {
    guard images.count > 2, images.allSatisfy({ $0.header.pixels.frameCount == 1 }) else {
      return false
    }
    let places = images.compactMap { $0.header.frames[0].plane.plane?.position }
    let numbers = images.compactMap(\.header.instanceNumber)
    return Set(places).count == images.count && Set(numbers).count == images.count
  }

  /// Files that share a UID, compared frame by frame.
  private struct Copies {
    var sound: [ScannedImage]
    var areEqual: Bool
    var damaged: [SkippedFile] = []
  }

  private func compare(_ images: [ScannedImage]) throws -> Copies {
    let count = images[0].header.pixels.frameCount
    guard images.allSatisfy({ $0.header.pixels.frameCount == count }) else {
      return Copies(sound: images, areEqual: false)
    }
    var copies = Copies(sound: [], areEqual: true)
    var readers: [(image: ScannedImage, encoded: EncodedFrames?)] = []
    for image in images {
      do {
        // A file of several frames that is decoded as a whole is read once.
        let isShared = count > 1 && !FrameReader.isInFile(image)
        let encoded =
          isShared ? try EncodedFrames(of: image, files: frames, context: context) : nil
        readers.append((image, encoded))
      } catch {
        copies.damaged.append(damaged(image, error: try FrameError(unlessCancelled: error)))
      }
    }
    for index in 0..<count where copies.areEqual {
      var values: [Int32]?
      readers = try readers.filter { image, encoded in
        do {
          try context.check()
          let own = try frames.storedValues(
            ofFrame: index, of: image, in: encoded, context: context)
          copies.areEqual = copies.areEqual && own == values ?? own
          values = values ?? own
          return true
        } catch {
          copies.damaged.append(damaged(image, error: try FrameError(unlessCancelled: error)))
          return false
        }
      }
    }
    copies.sound = readers.map(\.image)
    return copies
  }

  private func damaged(_ image: ScannedImage, error: FrameError) -> SkippedFile {
    SkippedFile(path: image.path, code: error.code, message: error.message)
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
