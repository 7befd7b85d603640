import Foundation
import Sagitta

/// Loads a series slice by slice from memory, as its files come, in any order.
///
///     swift run load-from-memory Volumes/mr-head
@main
struct LoadFromMemory {
  static func main() throws {
    guard CommandLine.arguments.count == 2 else {
      print("usage: load-from-memory FOLDER")
      exit(64)
    }
    let folder = URL(filePath: CommandLine.arguments[1])
    var arriving = ArrivingInstances()
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).shuffled() {
      let file = try Data(contentsOf: folder.appending(path: name))
      arriving.add(.memory(Array(file), name: name))
    }
    let loader = VolumeLoader()
    let arrived = try loader.load(arriving.report().volumes[0])
    let read = try loader.load(loader.scan([folder.path]).volumes[0])
    let isSame = try bytes(arrived) == bytes(read)
    print("\(read.dimensions.ijk) voxels, \(isSame ? "the same as" : "others than") from files")
  }

  private static func bytes(_ volume: Volume) throws -> [UInt8] {
    let kept = CollectedBytes()
    try VolumeFileWriter().write(volume, to: .memory(kept, name: "volume.nii"))
    return kept.bytes
  }
}
