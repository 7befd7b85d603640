public import DICOMModel

/// Reads DICOM files and bare data sets, whole or only what precedes the pixel data.
///
/// Any bytes are legal input: reading answers or throws, and never traps. What can be got over is
/// in ``ParsedFile/nonconformances``. Group lengths of the data set are passed over in silence: they are
/// retired, and wrong as soon as anything changes.
public struct Part10Reader: Sendable {
  /// How much a file may ask for.
  public var limits: ReadLimits

  /// What inflates deflated data sets; without one they are refused.
  public var inflater: Inflater?

  /// A reader.
  public init(limits: ReadLimits = ReadLimits(), inflater: Inflater? = nil) {
    self.limits = limits
    self.inflater = inflater
  }

  /// Reads the part before the pixel data from the first bytes of a stream.
  ///
  /// The bytes up to the pixel data are copied once. The pixel data's length is not checked
  /// against the stream. 16 KiB hold most headers. Throws ``DataSetError`` with
  /// ``DataSetError/Reason/needsMore(bytes:)`` when a longer prefix may help, which
  /// ``ReadLimits/headerBytes`` allows.
  public func read(prefix: RawSpan, streamLength: Int) throws(DataSetError) -> ParsedFile {
    let bytes = prefix.extracting(first: min(prefix.byteCount, max(0, streamLength)))
    var reading = FileReading(self, streamLength: streamLength, stopsAtPixelData: true)
    do {
      try reading.read(bytes)
    } catch {
      throw bounded(error)
    }
    return reading.file(storage: bytes.copy(first: reading.position))
  }

  /// What asks for a longer prefix than a header may have is over the limit.
  private func bounded(_ error: DataSetError) -> DataSetError {
    guard case .needsMore(let bytes) = error.reason, bytes > limits.headerBytes else {
      return error
    }
    return DataSetError(
      reason: .headerTooLong(limit: limits.headerBytes), offset: error.offset, path: error.path,
      tag: error.tag)
  }

  /// Reads the part before the pixel data from the first bytes of a stream.
  ///
  /// As ``read(prefix:streamLength:)-(RawSpan,_)``.
  public func read(prefix: [UInt8], streamLength: Int) throws(DataSetError) -> ParsedFile {
    try prefix.withRawSpan { (bytes) throws(DataSetError) in
      try read(prefix: bytes, streamLength: streamLength)
    }
  }

  /// Reads a whole file; its data set shares the bytes, pixel data included.
  ///
  /// Native pixel data that the file cuts short is an element as far as it goes.
  public func readWhole(_ bytes: [UInt8]) throws(DataSetError) -> ParsedFile {
    var reading = FileReading(self, streamLength: bytes.count, stopsAtPixelData: false)
    try bytes.withRawSpan { (span) throws(DataSetError) in try reading.read(span) }
    return reading.file(storage: bytes)
  }

  /// Reads a data set without meta group, as it travels over a network, in a known syntax.
  ///
  /// The bytes are shared, pixel data included.
  public func readDataSet(
    _ bytes: [UInt8], transferSyntax: TransferSyntax
  ) throws(DataSetError) -> ParsedFile {
    var reading = FileReading(self, streamLength: bytes.count, stopsAtPixelData: false)
    reading.transferSyntax = transferSyntax
    try bytes.withRawSpan { (span) throws(DataSetError) in
      try reading.readDataSet(span, encoding: Encoding(transferSyntax))
    }
    return reading.file(storage: bytes)
  }
}
