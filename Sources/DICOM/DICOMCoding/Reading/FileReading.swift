import DICOMModel

/// The stages of reading one file: preamble, meta group, transfer syntax, data set.
struct FileReading {
  private let reader: Part10Reader
  private let streamLength: Int
  private let stopsAtPixelData: Bool
  private var parser: DataSetParser

  private var meta = DataSetNode(elements: [], byteOrder: .littleEndian)
  private var dataSet = DataSetNode(elements: [], byteOrder: .littleEndian)
  private var pixelData: PixelDataLocation?
  /// The bytes of the data set, when they are not those of the file.
  private var inflated: [UInt8]?
  var transferSyntax = TransferSyntax.implicitVRLittleEndian

  /// Where reading stands; in the end, behind the last byte that the result refers to.
  private(set) var position = 0

  init(_ reader: Part10Reader, streamLength: Int, stopsAtPixelData: Bool) {
    self.reader = reader
    self.streamLength = streamLength
    self.stopsAtPixelData = stopsAtPixelData
    parser = DataSetParser(
      limits: reader.limits, streamLength: streamLength, stopsAtPixelData: stopsAtPixelData)
  }

  /// The result, once reading has gone well; the data set refers into the storage.
  func file(storage: [UInt8]) -> ParsedFile {
    ParsedFile(
      meta: DataSet(storage: storage, node: meta, inheritedEncoding: .ascii),
      transferSyntax: transferSyntax,
      dataSet: DataSet(storage: inflated ?? storage, node: dataSet, inheritedEncoding: .ascii),
      pixelData: pixelData, nonconformances: parser.nonconformances)
  }

  mutating func read(_ bytes: RawSpan) throws(DataSetError) {
    let hasPreamble = try skipPreamble(bytes)
    let metaStart = position
    let hasMeta =
      try remains(8, bytes: bytes) && bytes.tag(position, order: .littleEndian).group == 2
    if hasMeta { try readMeta(bytes, from: metaStart) }
    let encoding = try settleEncoding(bytes, hasMeta: hasMeta, hasPreamble: hasPreamble)
    guard encoding.isDeflated else { return try readDataSet(bytes, encoding: encoding.elements) }
    try readDeflated(bytes)
  }

  mutating func readDataSet(_ bytes: RawSpan, encoding: Encoding) throws(DataSetError) {
    if transferSyntax.isDeflated, position == 0 { return try readDeflated(bytes) }
    dataSet = try parser.elements(
      bytes, at: &position, end: streamLength, encoding: encoding, in: .root)
    pixelData = parser.pixelData
    if encoding == Encoding(transferSyntax) { pixelData?.byteOrder = transferSyntax.pixelByteOrder }
  }

  /// Passes over 128 bytes and `DICM`, if they are there.
  private mutating func skipPreamble(_ bytes: RawSpan) throws(DataSetError) -> Bool {
    let whole = min(streamLength, 132)
    guard bytes.byteCount >= whole else {
      throw parser.error(.needsMore(bytes: min(streamLength, 4096)), at: 0)
    }
    for start in [128, 0] where start + 4 <= whole && Self.isMagic(bytes, at: start) {
      position = start + 4
      return true
    }
    parser.note(.missingPreamble, at: 0)
    return false
  }

  private static func isMagic(_ bytes: RawSpan, at start: Int) -> Bool {
    bytes.uint32(start, order: .bigEndian) == 0x4449_434D  // DICM
  }

  /// Whether so many bytes follow in the stream; throws when they do but are not at hand.
  private func remains(_ count: Int, bytes: RawSpan) throws(DataSetError) -> Bool {
    guard count <= streamLength - position else { return false }
    guard count <= bytes.byteCount - position else {
      throw parser.error(.needsMore(bytes: min(streamLength, position + 4096)), at: position)
    }
    return true
  }

  /// Reads the elements of group 0002; their number decides, not the group length (PS3.10 7.1).
  private mutating func readMeta(_ bytes: RawSpan, from start: Int) throws(DataSetError) {
    meta = try parser.elements(
      bytes, at: &position, end: streamLength, encoding: .explicitLittle, in: .meta)
    guard let first = meta.elements.first, first.tag == .fileMetaInformationGroupLength else {
      parser.note(.missingMetaGroupLength, at: start)
      return
    }
    guard case .stored(let offset, 4) = first.content,
      Int(bytes.uint32(offset, order: .littleEndian)) == position - offset - 4
    else {
      parser.note(.wrongMetaGroupLength, at: start, tag: first.tag)
      return
    }
  }

  /// The declared syntax, checked against what the first element shows.
  private mutating func settleEncoding(
    _ bytes: RawSpan, hasMeta: Bool, hasPreamble: Bool
  ) throws(DataSetError) -> (elements: Encoding, isDeflated: Bool) {
    let hasElement = try remains(8, bytes: bytes)
    let declared = declaredSyntax(bytes)
    let guess =
      hasElement
      ? Encoding(
        firstElement: bytes, at: position, streamLength: streamLength,
        isCertain: hasMeta && declared == nil) : nil
    guard let declared else {
      guard hasElement || hasMeta else { throw parser.error(.notDICOM, at: position) }
      guard let guess = guess ?? (hasElement ? nil : .explicitLittle) else {
        throw parser.error(.notDICOM, at: position)
      }
      parser.note(hasMeta ? .missingTransferSyntax : .missingMetaGroup, at: position)
      transferSyntax = guess.transferSyntax
      return (guess, false)
    }
    transferSyntax = declared
    let prescribed = Encoding(declared)
    guard let guess, declared.isDeflated || guess != prescribed else {
      return (prescribed, declared.isDeflated)
    }
    // A deflate stream that begins like an implicit element is less rare than such a file.
    if declared.isDeflated, !guess.isExplicit { return (prescribed, true) }
    parser.note(.transferSyntaxContradicted, at: position)
    if !declared.isEncapsulated { transferSyntax = guess.transferSyntax }
    return (guess, false)
  }

  private func declaredSyntax(_ bytes: RawSpan) -> TransferSyntax? {
    guard let element = meta.elements.first(where: { $0.tag == .transferSyntaxUID }),
      case .stored(let offset, let count) = element.content, 1...256 ~= count
    else { return nil }
    let text = (offset..<offset + count).map { bytes.byte($0) }
    let syntax = TransferSyntax(uid: String(decoding: text, as: UTF8.self))
    return syntax.uid.isEmpty ? nil : syntax
  }

  /// Inflates as much as the elements before the pixel data need, or all of it.
  private mutating func readDeflated(_ bytes: RawSpan) throws(DataSetError) {
    guard let inflater = reader.inflater else { throw parser.error(.noInflater, at: position) }
    let start = bytes.extracting(droppingFirst: position)
    if Inflater.Wrapper(start) != nil { parser.note(.wrappedDeflate, at: position) }
    let limits = reader.limits
    let most = max(
      0, stopsAtPixelData ? min(limits.headerBytes, limits.inflatedBytes) : limits.inflatedBytes)
    var limit = stopsAtPixelData ? min(1 << 14, most) : most
    while true {
      let output = try inflate(bytes, with: inflater, limit: limit)
      let isWhole = output.end == .complete
      if !isWhole, !stopsAtPixelData { throw shortfall(output, bytes: bytes) }
      var attempt = DataSetParser(
        limits: reader.limits, streamLength: isWhole ? output.bytes.count : .max,
        stopsAtPixelData: stopsAtPixelData)
      var end = 0
      do throws(DataSetError) {
        dataSet = try output.bytes.withRawSpan { (span) throws(DataSetError) in
          try attempt.elements(
            span, at: &end, end: attempt.streamLength, encoding: .explicitLittle, in: .root)
        }
      } catch {
        guard case .needsMore(let needed) = error.reason else { throw error }
        guard output.end == .limitReached, limit < most, needed <= most else {
          throw shortfall(output, bytes: bytes)
        }
        limit = min(most, max(needed, limit * 4))
        continue
      }
      parser.nonconformances += attempt.nonconformances
      pixelData = attempt.pixelData
      inflated = stopsAtPixelData ? Array(output.bytes[..<end]) : output.bytes
      return
    }
  }

  private func inflate(
    _ bytes: RawSpan, with inflater: Inflater, limit: Int
  ) throws(DataSetError) -> Inflater.Output {
    do {
      return try inflater.inflate(bytes.extracting(droppingFirst: position), limit)
    } catch {
      throw parser.error(.inflationFailed("\(error)"), at: position)
    }
  }

  /// Why the inflated bytes do not suffice.
  private func shortfall(_ output: Inflater.Output, bytes: RawSpan) -> DataSetError {
    if output.end == .limitReached {
      let limits = reader.limits
      let isHeader = stopsAtPixelData && limits.headerBytes < limits.inflatedBytes
      return parser.error(
        isHeader
          ? .headerTooLong(limit: limits.headerBytes)
          : .inflatedTooLong(limit: limits.inflatedBytes), at: position)
    }
    guard bytes.byteCount < streamLength else {
      let available = bytes.byteCount - position
      return parser.error(.truncated(needed: available + 1, available: available), at: position)
    }
    return parser.error(
      .needsMore(bytes: min(streamLength, max(4096, bytes.byteCount) * 2)), at: position)
  }
}
