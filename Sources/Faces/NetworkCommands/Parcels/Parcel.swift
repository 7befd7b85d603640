import DICOMCoding
import DICOMModel
import Files
import MediaInterchange
import SagittaCommands
import SeriesLoading
import WorkScheduling

/// Instances in one file that people send by other means: a mail message, or a ZIP file with a DICOMDIR.
struct Parcel {
  private let path: String
  private let removal: IdentityRemoval?

  /// - Parameters:
  ///   - path: The file; its extension says what it is.
  ///   - showsIdentity: Whether instances go as they are; else without what says whose they are.
  /// - Throws: `UsageError` for another form.
  init(_ path: String, showsIdentity: Bool) throws {
    guard Self.form(path) != nil else {
      throw UsageError("'\(path)' ends with neither .eml nor .zip")
    }
    self.path = path
    removal = showsIdentity ? nil : IdentityRemoval()
  }

  private enum Form { case mail, zip }

  private static func form(_ path: String) -> Form? {
    let name = path.lowercased()
    return name.hasSuffix(".eml") ? .mail : name.hasSuffix(".zip") ? .zip : nil
  }

  /// Writes files; those that are none of DICOM are left out.
  func write(_ files: [String]) throws -> ParcelReport {
    var output = try OutputFile(at: path)
    var writer: any ParcelWriter =
      Self.form(path) == .zip ? ZIPParcel(path: path) : MailParcel()
    var report = ParcelReport(path: path, identity: removal == nil)
    try output.write(writer.beginning())
    for file in files {
      guard let item = try item(file, number: report.instances + 1) else {
        report.others += 1
        continue
      }
      try output.write(try writer.add(item))
      report.instances += 1
      report.bytes += item.bytes.count
    }
    guard report.instances > 0 else { throw NothingToSend(count: report.others) }
    try output.write(try writer.end())
    try output.finish()
    return report
  }

  /// A file, as it is or without identity; nil for one that is none of DICOM.
  private func item(_ path: String, number: Int) throws -> ParcelItem? {
    guard let file = try? ObjectFile(path: path), !file.isDirectory,
      file.parsed.dataSet.uid(.sopInstanceUID) != nil
    else { return nil }
    let digits = String(number)
    let id = ["DICOM", "I" + String(repeating: "0", count: max(0, 7 - digits.count)) + digits]
    do {
      guard let removal else {
        let entry = FileSetEntry(
          file.parsed.dataSet, transferSyntax: file.parsed.transferSyntax, fileID: id)
        return ParcelItem(entry: entry, bytes: try file.bytes(at: 0, count: file.size))
      }
      let stored = file.parsed.transferSyntax
      let syntax = stored.isEncapsulated ? stored : .explicitVRLittleEndian
      let harmless = removal.removed(
        from: try file.inflated(pixelBytes: .max, context: WorkContext()))
      return ParcelItem(
        entry: FileSetEntry(harmless, transferSyntax: syntax, fileID: id),
        bytes: try Part10Writer().file(harmless, transferSyntax: syntax))
    } catch let error as WriteError {
      throw MediaError(.unusableFile("\(error)"), path: path)
    }
  }
}

/// One instance of a parcel.
struct ParcelItem {
  let entry: FileSetEntry
  let bytes: [UInt8]
}

/// What becomes of a parcel's instances.
protocol ParcelWriter {
  /// What stands before them.
  func beginning() -> [UInt8]
  /// The next one.
  mutating func add(_ item: ParcelItem) throws -> [UInt8]
  /// What stands behind them.
  mutating func end() throws -> [UInt8]
}

/// What a parcel holds.
struct ParcelReport: Codable, Hashable, Sendable {
  /// The file.
  let path: String
  /// Whether it says whose the images are.
  let identity: Bool
  /// Instances in it.
  var instances = 0
  /// Their bytes.
  var bytes = 0
  /// Files that are no DICOM files.
  var others = 0

  init(path: String, identity: Bool) {
    self.path = path
    self.identity = identity
  }

  var text: String {
    let skipped = others == 0 ? "" : "; \(others) other files are no DICOM files"
    let warning =
      identity
      ? "; it says whose they are, and is not encrypted"
      : ", without identity in their headers; what is written in the pixels is still there"
    return "\(instances) instances are in \(path)\(warning)\(skipped)"
  }
}
