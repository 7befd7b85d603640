import DICOMCoding
import DICOMModel
import DICOMNetwork
import GRDB
import SeriesLoading
import WorkScheduling

/// What the index keeps of a file.
struct ScannedObject: Sendable {
  /// The file.
  let path: String
  /// How it is known again.
  let stamp: FileStamp
  /// The instance in it; nil for files that hold none, which need not be read again either.
  let content: Content?

  /// What the index keeps of an instance.
  struct Content: Sendable {
    let sopInstance: String
    /// By level, for the columns of ``IndexedAttribute/byLevel`` in their order.
    let values: [ArchiveLevel: [DatabaseValue]]
    let header: [UInt8]
    /// The columns of the instance that are no attributes, ``columns``.
    let facts: [DatabaseValue]

    /// The columns of ``facts``.
    static let columns = [
      "transferSyntax", "isPart10", "pixelTag", "pixelVR", "pixelOffset", "pixelLength",
      "pixelIsBigEndian", "bulk",
    ]
  }

  /// Reads a file's header.
  init(path: String, stamp: FileStamp, context: WorkContext) {
    self.path = path
    self.stamp = stamp
    content = Self.content(path, context: context)
  }

  /// An instance without proper UIDs has no place in an archive.
  private static func content(_ path: String, context: WorkContext) -> Content? {
    guard let file = try? ObjectFile(path: path, context: context), !file.isDirectory else {
      return nil
    }
    let parsed = file.parsed
    let uids = [Tag.studyInstanceUID, .seriesInstanceUID, .sopInstanceUID].map {
      parsed.dataSet.uid($0).flatMap { SafeUID($0)?.text }
    }
    guard !uids.contains(nil), let sopInstance = uids[2],
      let coded = try? HeaderCoding.coded(parsed),
      let dataSet = try? HeaderCoding.decoded(coded.bytes)
    else { return nil }
    return Content(
      sopInstance: sopInstance,
      values: IndexedAttribute.byLevel.mapValues { $0.flatMap { values($0, in: dataSet) } },
      header: coded.bytes, facts: facts(parsed, bulk: coded.bulk))
  }

  private static func facts(_ parsed: ParsedFile, bulk: [BulkAttribute]) -> [DatabaseValue] {
    let isPart10 =
      !parsed.meta.isEmpty && !parsed.nonconformances.contains { $0.code == .missingPreamble }
    let pixels = parsed.pixelData
    let values: [(any DatabaseValueConvertible)?] = [
      parsed.transferSyntax.uid, isPart10 ? 1 : 0, pixels.map { Int64($0.tag.rawValue) },
      pixels?.vr.code, pixels?.offset, pixels?.length,
      pixels?.byteOrder == .bigEndian ? 1 : 0, BulkAttribute.text(bulk),
    ]
    return values.map { $0?.databaseValue ?? .null }
  }

  /// The values of an attribute's columns.
  private static func values(
    _ attribute: IndexedAttribute, in dataSet: DataSet
  ) -> [DatabaseValue] {
    var sources = [dataSet]
    for sequence in attribute.path.dropLast() {
      sources = sources.flatMap { $0.items(sequence) ?? [] }
    }
    if attribute.kind == .number {
      return [sources.first?.integer(attribute.tag)?.databaseValue ?? .null]
    }
    let texts = sources.flatMap { $0.strings(attribute.tag) ?? [] }.filter { !$0.isEmpty }
    let text = texts.isEmpty ? nil : texts.joined(separator: "\\")
    let value = text?.databaseValue ?? .null
    switch attribute.kind {
    case .name: return [value, text.map(IndexKey.name)?.databaseValue ?? .null]
    case .date: return [value, texts.first.flatMap { IndexKey.date($0) }?.databaseValue ?? .null]
    case .time: return [value, texts.first.flatMap { IndexKey.time($0) }?.databaseValue ?? .null]
    case .text, .uid, .number, .texts: return [value]
    }
  }
}
