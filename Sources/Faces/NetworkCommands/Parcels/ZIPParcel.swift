import MediaInterchange

/// A ZIP file with a set of files and its directory (PS3.12 Annex V, PS3.11 Annex K).
struct ZIPParcel: ParcelWriter {
  private var files = FileSetWriter()
  private var zip: ZIPWriter

  init(path: String) { zip = ZIPWriter(path: path) }

  func beginning() -> [UInt8] { [] }

  mutating func add(_ item: ParcelItem) throws -> [UInt8] {
    files.add(item.entry)
    return try zip.member(item.entry.fileID.joined(separator: "/"), item.bytes)
  }

  mutating func end() throws -> [UInt8] {
    try zip.member("DICOMDIR", try files.directory()) + zip.end()
  }
}
