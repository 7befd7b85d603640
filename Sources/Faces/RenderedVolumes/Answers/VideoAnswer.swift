import SagittaEngine

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Several pictures as MPEG-4 video, made by a program of its own in a folder that goes when it is done.
struct VideoAnswer {
  private let pictures: any Pictures

  init(_ pictures: any Pictures) { self.pictures = pictures }

  /// The file.
  ///
  /// - Throws: `ImageFileError`, what the pictures throw; `WorkCancelled`.
  func bytes(_ context: WorkContext) throws -> [UInt8] {
    let files = FileManager.default
    let folder = files.temporaryDirectory.appending(path: "sagitta-video-\(UUID().uuidString)")
    try files.createDirectory(at: folder, withIntermediateDirectories: false)
    // Nobody can mend a folder that stays behind.
    defer { try? files.removeItem(at: folder) }
    let path = folder.appending(path: "o.mp4").path
    try FrameFile(ImageEncoding(.mp4), framesPerSecond: pictures.framesPerSecond)
      .write(to: path, count: pictures.count, context: context) {
        try pictures.image($0, context: context)
      }
    return Array(try Data(contentsOf: URL(filePath: path)))
  }
}
