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
    let reports = [try arriving.report(), try VolumeLoader().scan([folder.path])]
    let files = try reports.map { report in
      let kept = CollectedBytes()
      let volume = try VolumeLoader().load(report.volumes[0])
      try VolumeFileWriter().write(volume, to: .memory(kept, name: "volume.nii"))
      return kept.bytes
    }
    print(files[0] == files[1] ? "the same volume as from files" : "another volume")
  }
}
