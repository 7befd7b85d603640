import DICOMCoding
import DICOMModel
import Foundation
import TestSupport
import Testing

/// Files that hold no data set: texts, results of other programs, an index.
private let otherNames = [".json", ".txt", ".md", ".nii", ".gz", "LICENSE"]

private func files(_ folder: URL) -> [URL] {
  let all = FileManager.default.enumerator(
    at: folder, includingPropertiesForKeys: [.isRegularFileKey])
  return (all?.compactMap { $0 as? URL } ?? [])
    .filter { (try? $0.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) == true }
    .filter { file in !otherNames.contains { file.lastPathComponent.hasSuffix($0) } }
    .sorted { $0.path < $1.path }
}

@Test(.needsData("."))
func `every field file is read, from its beginning and whole alike`() throws {
  let root = try #require(Repository.data("."))
  var count = 0
  for file in files(root) {
    let bytes = try [UInt8](Data(contentsOf: file))
    do {
      let whole = try Fixtures.reader.readWhole(bytes)
      let header = try readGrowing(bytes)
      count += 1
      #expect(header.pixelData == whole.pixelData, "\(file.path)")
      for element in header.dataSet.elements {
        #expect(whole.dataSet[element.tag]?.vr == element.vr, "\(file.path) \(element.tag)")
        #expect(whole.dataSet.bytes(element.tag) == header.dataSet.bytes(element.tag))
      }
      if let codes = ProcessInfo.processInfo.environment["SAGITTA_SHOW_ODDITIES"], codes == "1" {
        for oddity in whole.oddities.prefix(3) { print(file.lastPathComponent, oddity) }
      }
    } catch {
      Issue.record("\(file.path): \(error)")
    }
  }
  #expect(count > 0)
}

/// Reads the header as a loader does: a short prefix, then what is asked for.
private func readGrowing(_ bytes: [UInt8]) throws(DataSetError) -> ParsedFile {
  var count = min(bytes.count, 1024)
  while true {
    do {
      return try Fixtures.reader.read(prefix: Array(bytes[..<count]), streamLength: bytes.count)
    } catch {
      guard case .needsMore(let needed) = error.reason, needed > count else { throw error }
      count = min(bytes.count, max(needed, count * 2))
    }
  }
}
