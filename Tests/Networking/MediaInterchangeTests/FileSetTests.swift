import DICOMCoding
import DICOMModel
import MediaInterchange
import Testing

@Suite struct `Directories of sets of files` {
  private func entry(_ n: Int, patient: String, study: String, series: String) -> FileSetEntry {
    var set = DataSet()
    set.set(.sopClassUID, string: "1.2.840.10008.5.1.4.1.1.2")
    set.set(.sopInstanceUID, string: "1.9.\(n)")
    set.set(.studyInstanceUID, string: study)
    set.set(.seriesInstanceUID, string: series)
    set.set(.patientID, string: patient)
    set.set(.modality, string: "CT")
    set.set(.instanceNumber, string: "\(n)")
    return FileSetEntry(
      set, transferSyntax: .explicitVRLittleEndian, fileID: ["DICOM", "I\(n)"])
  }

  /// The records below an offset, read as programs that follow offsets read them.
  private func follow(_ bytes: [UInt8], _ offset: Int, depth: Int = 0) throws -> [String] {
    var found: [String] = []
    var next = offset
    while next != 0 {
      #expect(Array(bytes[next..<next + 4]) == [0xFE, 0xFF, 0x00, 0xE0])
      let length = (0..<4).reduce(0) { $0 | Int(bytes[next + 4 + $1]) << (8 * $1) }
      let item = try Part10Reader().readDataSet(
        Array(bytes[(next + 8)..<(next + 8 + length)]), transferSyntax: .explicitVRLittleEndian
      ).dataSet
      let file = item.strings(.referencedFileID)?.joined(separator: "/") ?? ""
      let name = item.string(Tag(0x0004, 0x1430)) ?? ""
      found.append("\(depth) \(name) \(file)")
      found += try follow(
        bytes, item.integer(Tag(0x0004, 0x1420)) ?? 0, depth: depth + 1)
      next = item.integer(Tag(0x0004, 0x1400)) ?? 0
    }
    return found
  }

  @Test func `lead to every file by their offsets`() throws {
    var writer = FileSetWriter()
    writer.add(entry(1, patient: "A", study: "1.1", series: "1.1.1"))
    writer.add(entry(2, patient: "A", study: "1.1", series: "1.1.1"))
    writer.add(entry(3, patient: "B", study: "1.2", series: "1.2.1"))
    writer.add(entry(4, patient: "A", study: "1.1", series: "1.1.2"))
    let bytes = try writer.directory()
    let read = try Part10Reader().readWhole(bytes)
    #expect(read.meta.uid(.mediaStorageSOPClassUID) == "1.2.840.10008.1.3.10")
    let first = try #require(read.dataSet.integer(Tag(0x0004, 0x1200)))
    #expect(
      try follow(bytes, first) == [
        "0 PATIENT ", "1 STUDY ", "2 SERIES ", "3 IMAGE DICOM/I1", "3 IMAGE DICOM/I2", "2 SERIES ",
        "3 IMAGE DICOM/I4", "0 PATIENT ", "1 STUDY ", "2 SERIES ", "3 IMAGE DICOM/I3",
      ])
    let last = try #require(read.dataSet.integer(Tag(0x0004, 0x1202)))
    #expect(try follow(bytes, last).first == "0 PATIENT " && last > first)
  }
}
