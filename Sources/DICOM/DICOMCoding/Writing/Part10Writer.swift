public import DICOMModel

/// Writes data sets as DICOM files (PS3.10) or bare.
///
/// Sequences are written with lengths, group lengths are not written. Equal input gives equal bytes.
public struct Part10Writer: Sendable {
  /// What deflates the data set for a deflated syntax.
  public var deflater: Deflater?

  /// Implementation Class UID: says that this engine wrote the file.
  public static let implementationClassUID = "2.25.92448811427066582271607670196698462077"

  /// Implementation Version Name.
  public static let implementationVersionName = "SAGITTA_1"

  /// A writer.
  public init(deflater: Deflater? = nil) {
    self.deflater = deflater
  }

  /// A file: preamble, meta group, data set.
  ///
  /// Pixel data is written as it is in the data set; it has to fit the syntax. `meta` may hold
  /// further attributes of the meta group; version, length, SOP class and instance, transfer syntax
  /// and implementation are always set here. Throws ``WriteError/Reason/missing`` if SOP Class UID
  /// or SOP Instance UID is absent.
  public func file(
    _ dataSet: DataSet, transferSyntax: TransferSyntax, meta: DataSet = DataSet()
  ) throws(WriteError) -> [UInt8] {
    try head(of: dataSet, transferSyntax: transferSyntax, meta: meta)
      + self.dataSet(dataSet, transferSyntax: transferSyntax)
  }

  /// Preamble and meta group of a file, before its data set.
  ///
  /// Throws as ``file(_:transferSyntax:meta:)``.
  public func head(
    of dataSet: DataSet, transferSyntax: TransferSyntax, meta: DataSet = DataSet()
  ) throws(WriteError) -> [UInt8] {
    let meta = try self.meta(for: dataSet, transferSyntax: transferSyntax, adding: meta)
    var header = DataSetWriter(.explicitLittle)
    for element in meta.elements { try header.write(element, of: meta) }
    var length = DataSet()
    length.set(.fileMetaInformationGroupLength, integer: header.bytes.count)
    var start = DataSetWriter(.explicitLittle)
    for element in length.elements { try start.write(element, of: length) }
    let preamble = [UInt8](repeating: 0, count: 128) + Array("DICM".utf8)
    return preamble + start.bytes + header.bytes
  }

  /// A data set without its pixel data, and the header of that behind it; not deflated.
  ///
  /// For a value that is written piece by piece: the pixel data is the last element, and its bytes
  /// follow; of encapsulated ones items and ``encapsulatedEnd``.
  ///
  /// - Parameters:
  ///   - dataSet: All attributes but the pixel data.
  ///   - transferSyntax: How they are encoded.
  ///   - vr: The pixel data's representation.
  ///   - length: Its bytes; nil for encapsulated ones.
  /// - Returns: The bytes.
  /// - Throws: ``WriteError`` if a value is too long.
  /// - Precondition: No attribute stands behind the pixel data.
  public func beginning(
    of dataSet: DataSet, transferSyntax: TransferSyntax, pixelData vr: VR, length: Int?
  ) throws(WriteError) -> [UInt8] {
    precondition(
      dataSet.elements.allSatisfy { $0.tag < .pixelData }, "the pixel data is the last element")
    if let length, length >= UInt32.max {
      throw WriteError(reason: .tooLong(byteCount: length), tag: .pixelData)
    }
    var writer = DataSetWriter(Encoding(transferSyntax))
    try writer.write(dataSet)
    writer.header(.pixelData, vr: vr, length: length.map { UInt32($0) } ?? .max)
    return writer.bytes
  }

  /// What ends encapsulated pixel data.
  public static let encapsulatedEnd: [UInt8] = [0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0]

  /// The bytes of a data set without preamble and meta group, as it travels over a network.
  public func dataSet(
    _ dataSet: DataSet, transferSyntax: TransferSyntax
  ) throws(WriteError) -> [UInt8] {
    let size = dataSet.elements.reduce(0) { $0 + 12 + ($1.byteCount ?? 0) }
    var writer = DataSetWriter(Encoding(transferSyntax), capacity: size)
    try writer.write(dataSet)
    guard transferSyntax.isDeflated else { return writer.bytes }
    guard let deflater else { throw WriteError(reason: .noDeflater, tag: nil) }
    do {
      let deflated = try writer.bytes.withRawSpan { span in try deflater.deflate(span) }
      return deflated.count.isMultiple(of: 2) ? deflated : deflated + [0]
    } catch {
      throw WriteError(reason: .deflationFailed("\(error)"), tag: nil)
    }
  }

  /// The meta group without its length (PS3.10 7.1).
  private func meta(
    for dataSet: DataSet, transferSyntax: TransferSyntax, adding others: DataSet
  ) throws(WriteError) -> DataSet {
    var meta = others
    for element in others.elements where element.tag.group != 2 { meta.remove(element.tag) }
    meta.remove(.fileMetaInformationGroupLength)
    meta.set(.fileMetaInformationVersion, vr: .ob, bytes: [0, 1])
    for (source, target) in [
      (Tag.sopClassUID, Tag.mediaStorageSOPClassUID),
      (.sopInstanceUID, .mediaStorageSOPInstanceUID),
    ] {
      guard let uid = dataSet.uid(source) else { throw WriteError(reason: .missing, tag: source) }
      meta.set(target, string: uid)
    }
    meta.set(.transferSyntaxUID, string: transferSyntax.uid)
    meta.set(.implementationClassUID, string: Self.implementationClassUID)
    meta.set(.implementationVersionName, string: Self.implementationVersionName)
    return meta
  }
}
