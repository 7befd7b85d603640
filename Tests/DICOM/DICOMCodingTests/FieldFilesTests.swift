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
        for nonconformance in whole.nonconformances.prefix(3) {
          print(file.lastPathComponent, nonconformance)
        }
      }
    } catch  where file.lastPathComponent == "no_meta.dcm" {
      // A blank stands before the first tag.
      #expect(error.reason == .notDICOM)
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

/// Values by pydicom 3.0.2.
@Test(
  .needsData("pydicom_files"),
  arguments: [
    ("pydicom_files/MR_small.dcm", 64, [-83.9063, -91.2000, 6.6406], 1500, 8192, 0x7FE0_0010)
  ])
func `field values equal those of pydicom`(
  name: String, rows: Int, position: [Double], offset: Int, length: Int, tag: UInt32
) throws {
  let url = try #require(Repository.data(name))
  let bytes = try [UInt8](Data(contentsOf: url))
  let file = try Fixtures.reader.read(prefix: bytes, streamLength: bytes.count)
  #expect(file.dataSet.integer(.rows) == rows)
  #expect(file.dataSet.doubles(.imagePositionPatient) == position)
  #expect(file.pixelData?.offset == offset && file.pixelData?.length == length)
  #expect(file.pixelData?.tag.rawValue == tag)
}

/// A measurement, not a law: prints the time of one header read.
@Test(
  .needsData("."), .enabled(if: ProcessInfo.processInfo.environment["SAGITTA_MEASURE"] == "1"),
  arguments: [
    "ct_chest_lidc", "ct_head_philips_tilt_study/S2010", "transfer_syntaxes_ct", "mr_head_7t_t1w",
    "mr_head_siemens_xa30_enhanced",
  ])
func `measure header reads`(folder: String) throws {
  let root = try #require(Repository.data(folder))
  let file = try #require(files(root).first { $0.lastPathComponent != "DIRFILE" })
  let bytes = try [UInt8](Data(contentsOf: file))
  let count = bytes.count
  var header = try readGrowing(bytes)
  let prefix = Array(bytes[..<min(count, max(16384, (header.pixelData?.offset ?? 0) + 12))])
  let runs = 2000
  let elapsed = try ContinuousClock().measure {
    for _ in 0..<runs { header = try Fixtures.reader.read(prefix: prefix, streamLength: count) }
  }
  let bytesRead = header.pixelData?.offset ?? 0
  print(
    file.lastPathComponent, header.transferSyntax, header.dataSet.elements.count, "elements,",
    bytesRead, "bytes:", elapsed / runs)
}
