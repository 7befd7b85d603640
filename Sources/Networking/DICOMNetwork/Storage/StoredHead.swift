import DICOMCoding
import DICOMImaging
import DICOMModel
import Files
import NIOCore
import SeriesLoading
import WorkScheduling

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What is known of a file from its first bytes, and where its data set begins.
struct StoredHead {
  /// Its class and syntax.
  let form: StoredForm
  let sopInstance: String
  let transferSyntax: TransferSyntax
  /// Nil if it is missing, or no UID.
  let study: SafeUID?
  let series: SafeUID?
  /// Where the data set begins.
  let dataSetOffset: Int
  /// How long the file is; it is not kept open, since a job may have any number of files.
  let byteCount: Int
  /// The file's path, or what its bytes are called while it has none.
  var path: String { source.name }
  private let source: ByteSource
  /// What the meta group names otherwise than the data set does, in words; nil where they agree.
  let contradiction: String?

  /// Opens the file.
  func open() throws(FileReadingError) -> ByteReader { try source.open() }

  /// The bytes of the data set, as they are stored.
  var dataSetBytes: Int { byteCount - dataSetOffset }

  /// Reads the head of a DICOM file with a meta group; nil if it is none, or cannot be read.
  init?(path: String) { self.init(.file(path)) }

  /// Reads the head of a DICOM file with a meta group; nil if it is none, or cannot be read.
  init?(_ source: ByteSource) {
    guard let reader = try? source.open() else { return nil }
    self.init(source, reader)
  }

  /// Reads the head of a DICOM file with a meta group; nil if it is none.
  init?(_ source: ByteSource, _ reader: ByteReader) {
    guard let offset = Self.dataSetOffset(reader),
      let parsed = try? ObjectFile(source, reader).parsed
    else { return nil }
    self.source = source
    byteCount = reader.count
    dataSetOffset = offset
    transferSyntax = TransferSyntax(
      uid: parsed.meta.uid(.transferSyntaxUID) ?? parsed.transferSyntax.uid)
    let sopClass = StoredUID(
      "SOP Class UID", meta: parsed.meta.uid(.mediaStorageSOPClassUID),
      dataSet: parsed.dataSet.uid(.sopClassUID))
    let sopInstance = StoredUID(
      "SOP Instance UID", meta: parsed.meta.uid(.mediaStorageSOPInstanceUID),
      dataSet: parsed.dataSet.uid(.sopInstanceUID))
    form = StoredForm(sopClass: sopClass.used, transferSyntax: transferSyntax.uid)
    self.sopInstance = sopInstance.used
    let contradictions = [sopClass, sopInstance].compactMap(\.contradiction)
    contradiction = contradictions.isEmpty ? nil : contradictions.joined(separator: "; ")
    study = parsed.dataSet.uid(.studyInstanceUID).flatMap { SafeUID($0) }
    series = parsed.dataSet.uid(.seriesInstanceUID).flatMap { SafeUID($0) }
  }

  /// Behind the preamble, the length of the meta group and that group (PS3.10 7.1).
  private static func dataSetOffset(_ reader: ByteReader) -> Int? {
    guard let start = try? reader.bytes(at: 128, count: 16), start.count == 16,
      Array(start[..<8]) == Array("DICM".utf8) + [2, 0, 0, 0]
    else { return nil }
    let length = (0..<4).reduce(0) { $0 | Int(start[12 + $1]) << (8 * $1) }
    let offset = 144 + length
    return offset <= reader.count ? offset : nil
  }

  /// Whether another file has the same data set, byte for byte.
  func hasDataSet(of path: String) throws -> Bool {
    guard let other = StoredHead(path: path), other.dataSetBytes == dataSetBytes,
      other.transferSyntax.uid == transferSyntax.uid
    else { return false }
    let readers = (try open(), try other.open())
    let step = 1 << 20
    for start in stride(from: 0, to: dataSetBytes, by: step) {
      let mine = try readers.0.bytes(at: dataSetOffset + start, count: step)
      guard try readers.1.bytes(at: other.dataSetOffset + start, count: step) == mine else {
        return false
      }
    }
    return true
  }

  /// The whole data set in another syntax, the same samples in it.
  ///
  /// - Throws: ``ConversionError`` if it cannot be read or written so.
  func dataSet(in syntax: TransferSyntax) throws(ConversionError) -> [UInt8] {
    do {
      var dataSet = try ObjectFile(source).inflated(
        pixelBytes: .max, context: WorkContext())
      if dataSet[.pixelData]?.isEncapsulated == true {
        dataSet = try dataSet.withDecodedPixels(transferSyntax)
      } else {
        dataSet = try dataSet.withPixelsInOrder(readIn: transferSyntax)
      }
      return try Part10Writer().dataSet(dataSet, transferSyntax: syntax)
    } catch {
      throw ConversionError(syntax: syntax.name, reason: "\(error)")
    }
  }
}

/// What a file says twice: in its meta group, and in its data set.
private struct StoredUID {
  private let name: String
  private let meta: String?
  private let dataSet: String?

  init(_ name: String, meta: String?, dataSet: String?) {
    self.name = name
    self.meta = meta
    self.dataSet = dataSet
  }

  /// What a command says: nobody takes a data set that is not what its command says (PS3.4 B.2.3), and
  /// the meta group is not sent.
  var used: String { dataSet ?? meta ?? "" }

  /// What both say, if that is not the same.
  var contradiction: String? {
    guard let meta, let dataSet, meta != dataSet else { return nil }
    return "its meta group has \(name) \(meta) and its data set \(dataSet), which is what counts"
  }
}

/// A data set cannot be brought into a syntax that the other side takes.
struct ConversionError: Error, CustomStringConvertible {
  let syntax: String
  let reason: String

  var description: String { "it cannot be brought into \(syntax): \(reason)" }
}

/// The data set of a file, from the byte it begins with.
///
/// Fragments are of even lengths: a deflated data set of odd length, as some programs write it, gets the
/// byte that it should have (PS3.5 A.5).
struct StoredDataSet: DataSetSource {
  private let head: StoredHead
  private let reader: ByteReader
  private var position: Int

  init(_ head: StoredHead) throws(FileReadingError) {
    self.head = head
    reader = try head.open()
    // What became shorter since its head was read is not the instance any more.
    guard reader.count == head.byteCount else { throw .system(EIO) }
    position = head.dataSetOffset
  }

  var byteCount: Int { head.dataSetBytes + head.dataSetBytes % 2 }

  mutating func read(_ count: Int, into buffer: inout ByteBuffer) throws {
    let stored = min(count, reader.count - position)
    try unsafe buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: stored) { room in
      let room = unsafe UnsafeMutableRawBufferPointer(rebasing: room[..<stored])
      guard try unsafe reader.read(into: room, at: position) == stored else {
        throw FileReadingError.system(EIO)
      }
      return stored
    }
    buffer.writeRepeatingByte(0, count: count - stored)
    position += count
  }
}

extension IncomingInstance {
  /// Preamble and meta group of the file that its data set makes.
  package func fileBeginning() throws -> [UInt8] {
    var identifiers = DataSet()
    identifiers.set(.sopClassUID, string: sopClass)
    identifiers.set(.sopInstanceUID, string: sopInstance)
    return try Part10Writer().head(
      of: identifiers, transferSyntax: TransferSyntax(uid: transferSyntax))
  }
}
