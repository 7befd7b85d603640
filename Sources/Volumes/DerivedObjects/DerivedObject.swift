import Compression
public import DICOMCoding
public import DICOMModel
public import Files

/// A finished object: its attributes, and how they are encoded.
///
/// The data set can go to a file, over a network or into memory.
public struct DerivedObject: Sendable {
  /// The attributes, pixels included, which fit the transfer syntax.
  public let dataSet: DataSet
  /// How the data set is encoded.
  public let transferSyntax: TransferSyntax

  /// SOP Class UID.
  public var sopClassUID: String { dataSet.uid(.sopClassUID) ?? "" }
  /// SOP Instance UID.
  public var sopInstanceUID: String { dataSet.uid(.sopInstanceUID) ?? "" }

  /// Returns the object as a DICOM file (PS3.10).
  ///
  /// - Throws: `WriteError` if a value is too long.
  public func fileBytes() throws(WriteError) -> [UInt8] {
    try Self.writer.file(dataSet, transferSyntax: transferSyntax)
  }

  /// Writes the object as a DICOM file (PS3.10).
  ///
  /// - Parameter sink: Where the bytes go.
  /// - Throws: `WriteError` if a value is too long, `FileWritingError`, what the sink's function
  ///   throws.
  public func write(to sink: ByteSink) throws { try sink.write(fileBytes()) }

  /// Returns the object without preamble and meta group, as it travels over a network.
  ///
  /// - Throws: `WriteError` if a value is too long.
  public func dataSetBytes() throws(WriteError) -> [UInt8] {
    try Self.writer.dataSet(dataSet, transferSyntax: transferSyntax)
  }

  private static var writer: Part10Writer {
    Part10Writer(deflater: Deflater { try Deflation.bytes($0, format: .raw) })
  }
}
