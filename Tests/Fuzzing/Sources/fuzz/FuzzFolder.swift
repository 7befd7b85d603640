import Foundation

/// A folder in memory for the files of an input, removed at the end.
enum FuzzFolder {
  /// What divides the files of one input.
  static let separator = Array("NEXTFILE".utf8)

  /// Writes a file; returns its path.
  static func write(_ bytes: [UInt8], as name: String) -> String {
    let file = url.appending(path: name)
    do {
      try Data(bytes).write(to: file)
    } catch {
      fatalError("\(file.path): \(error)")
    }
    return file.path
  }

  /// The bytes of a file.
  static func read(_ name: String) -> [UInt8] {
    (try? Data(contentsOf: url.appending(path: name))).map { Array($0) } ?? []
  }

  /// The files of an input, at most so many.
  static func split(_ bytes: [UInt8], most: Int) -> [[UInt8]] {
    var files: [[UInt8]] = [[]]
    var place = 0
    while place < bytes.count {
      if files.count < most, bytes[place...].starts(with: separator) {
        files.append([])
        place += separator.count
      } else {
        files[files.count - 1].append(bytes[place])
        place += 1
      }
    }
    return files
  }

  /// Where the files are.
  static var folder: URL { url }

  private static let url: URL = {
    let memory = URL(filePath: "/dev/shm")
    let home =
      FileManager.default.isWritableFile(atPath: memory.path)
      ? memory : FileManager.default.temporaryDirectory
    let folder = home.appending(path: "sagitta-fuzz-\(getpid())")
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    atexit { try? FileManager.default.removeItem(at: FuzzFolder.url) }
    return folder
  }()
}
