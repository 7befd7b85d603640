import Foundation
import SeriesLoading
import WorkScheduling

extension FuzzTarget {
  /// Plans and loads the volumes of a folder of up to eight files, which ``separator`` divides.
  static let series = FuzzTarget(name: "series") { bytes in
    let files = split(bytes)
    do {
      for (number, file) in files.enumerated() {
        try Data(file).write(to: folder.appending(path: "\(number)"))
      }
    } catch {
      fatalError("\(folder.path): \(error)")
    }
    let paths = files.indices.map { folder.appending(path: "\($0)").path }
    var loader = VolumeLoader(scheduler: WorkScheduler(workers: 1))
    loader.maximumBytes = 1 << 24
    guard let report = try? loader.scan(paths) else {
      preconditionFailure("a scan of files that are there failed")
    }
    precondition(report.filesRead == files.count)
    for plan in report.volumes {
      for phase in 0..<min(plan.phases, 4) { _ = try? loader.load(plan, phase: phase) }
    }
  } seeds: { _ in
    try SeedObjects.files()
      + [SeedObjects.slices(), SeedObjects.phases()].map {
        Array($0.joined(separator: separator))
      }
  }

  static let separator = Array("NEXTFILE".utf8)

  private static let folder: URL = {
    let memory = URL(filePath: "/dev/shm")
    let home =
      FileManager.default.isWritableFile(atPath: memory.path)
      ? memory : FileManager.default.temporaryDirectory
    let folder = home.appending(path: "sagitta-fuzz-\(getpid())")
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    atexit { try? FileManager.default.removeItem(at: FuzzTarget.folder) }
    return folder
  }()

  private static func split(_ bytes: [UInt8]) -> [[UInt8]] {
    var files: [[UInt8]] = [[]]
    var place = 0
    while place < bytes.count {
      if files.count < 8, bytes[place...].starts(with: separator) {
        files.append([])
        place += separator.count
      } else {
        files[files.count - 1].append(bytes[place])
        place += 1
      }
    }
    return files
  }
}
