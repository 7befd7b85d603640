import Foundation
import Sagitta

extension Session {
  /// A folder, or the first `files` of it in the order of their names, as one float volume.
  func loadWork(_ request: Request) throws -> Work {
    let paths = try inputPaths(request)
    let loader = VolumeLoader()
    let context = WorkContext(workers: request.threads)
    let kept = Kept<Volume>()
    return Work {
      kept.value = nil
      guard let plan = try loader.scan(paths, context: context).largest else {
        throw BadRequest("no volume in \(paths[0])")
      }
      kept.value = try loader.load(plan, context: context)
    } result: {
      try kept.required().voxels.withVoxels { WorkResult($0) }
    }
  }

  /// All headers of a folder: what volumes are there.
  func scanWork(_ request: Request) throws -> Work {
    let paths = try inputPaths(request)
    let loader = VolumeLoader()
    let context = WorkContext(workers: request.threads)
    let kept = Kept<SeriesReport>()
    return Work {
      kept.value = try loader.scan(paths, context: context)
    } result: {
      // One number a volume: its slices, in the order of their number.
      WorkResult(try kept.required().volumes.map { Float($0.geometry.dimensions.slices) })
    }
  }

  private func inputPaths(_ request: Request) throws -> [String] {
    let folder = "\(request.cache)/\(try request.text("folder"))"
    guard let count = request.parameters["files"].flatMap({ Int($0) }) else { return [folder] }
    guard let below = FileManager.default.subpaths(atPath: folder) else {
      throw BadRequest("no folder \(folder)")
    }
    // All files of the inputs are called so, and no folder.
    let files = below.filter { name in name.contains("IM") }.sorted()
    return files.prefix(count).map { "\(folder)/\($0)" }
  }
}
