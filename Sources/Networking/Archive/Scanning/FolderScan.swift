import DICOMModel
import FoundationEssentials
import GRDB
import SeriesLoading
import WorkScheduling

/// Brings the index up to date with the files.
struct FolderScan {
  let folders: [String]
  let index: IndexDatabase

  /// Files that are read before what they hold is written: a transaction of some milliseconds.
  private static let batch = 512

  func run(_ context: WorkContext) throws -> ScanReport {
    let found = try ObjectFile.paths(below: folders.filter { FileStamp(path: $0) != nil })
    let paths = found.paths.filter(isWanted)
    let removed = try remove(allBut: paths)
    let known = try stamps()
    let stamps = try context.map(paths.count) { FileStamp(path: paths[$0]) }
    let changed = zip(paths, stamps).compactMap { path, stamp in
      stamp.flatMap { $0 == known[Array(path.utf8)] ? nil : (path: path, stamp: $0) }
    }
    for start in stride(from: 0, to: changed.count, by: Self.batch) {
      let part = changed[start..<min(start + Self.batch, changed.count)]
      let objects = try context.map(part.count) { n in
        let (path, stamp) = part[part.startIndex + n]
        return ScannedObject(path: path, stamp: stamp, context: context)
      }
      try write(objects)
    }
    return ScanReport(files: paths.count, read: changed.count, removed: removed)
  }

  /// Writes what files hold.
  func write(_ objects: [ScannedObject]) throws {
    try index.write { database in
      var writer = IndexWriter(database)
      for object in objects { try writer.put(object) }
      try writer.finish()
    }
  }

  /// Neither the index itself nor what has not arrived yet.
  private func isWanted(_ path: String) -> Bool {
    !path.hasPrefix(index.path) && !path.contains("/.arriving/")
  }

  /// What is known of files; by bytes, since texts that mean the same may be names of two files.
  private func stamps() throws -> [[UInt8]: FileStamp] {
    try index.read { database in
      var stamps: [[UInt8]: FileStamp] = [:]
      let rows = try Row.fetchCursor(database, sql: "SELECT path, size, modified FROM file")
      while let row = try rows.next() {
        let path: String = row[0]
        stamps[Array(path.utf8)] = FileStamp(size: row[1], modified: row[2])
      }
      return stamps
    }
  }

  private func remove(allBut paths: [String]) throws -> Int {
    var gone = Set(try stamps().keys)
    for path in paths { gone.remove(Array(path.utf8)) }
    guard !gone.isEmpty else { return 0 }
    try index.write { database in
      var writer = IndexWriter(database)
      for path in gone { try writer.remove(path: String(decoding: path, as: UTF8.self)) }
      try writer.finish()
    }
    return gone.count
  }
}

extension [UInt8] {
  /// As a value of the database.
  var blob: DatabaseValue { Data(self).databaseValue }
}
