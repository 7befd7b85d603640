import Foundation
import Sagitta

extension Session {
  /// Frames of a raw file as an animated picture.
  func framesWork(_ request: Request) throws -> Work {
    let frames = try rawFrames(request)
    let format: ImageFileFormat = try request.choice("format")
    let path = "\(request.output)/spin"
    let context = WorkContext(workers: request.threads)
    return Work {
      let file = try SequenceFile(
        at: path, format: format, like: frames[0], total: frames.count, framesPerSecond: 12.5)
      for frame in frames { try file.add(frame, context: context) }
      try file.finish()
    } result: {
      WorkResult([])
    }
  }

  private func rawFrames(_ request: Request) throws -> [Raster] {
    let size = try request.whole("size")
    let path = "\(request.cache)/\(try request.text("file"))"
    guard let data = FileManager.default.contents(atPath: path) else {
      throw BadRequest("cannot read \(path)")
    }
    let bytes = size * size * 3
    return (0..<data.count / bytes).map { n in
      Raster(
        width: size, height: size, samples: .rgb8([UInt8](data[n * bytes..<(n + 1) * bytes])))
    }
  }
}
