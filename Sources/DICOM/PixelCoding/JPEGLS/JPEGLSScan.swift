import WorkScheduling

/// A scan of a JPEG-LS stream with one component (T.87 Annex A).
struct JPEGLSScan {
  private let parameters: JPEGLSParameters
  private let columns: Int
  private let rows: Int
  private let dataOffset: Int

  /// Takes what the scan needs from a header, and checks it.
  init(_ header: JPEGHeader) throws(PixelCodingError) {
    guard header.scan.low == 0, header.scan.high == 0, header.scan.mapping == 0,
      header.scan.end == 0, header.restartInterval == 0
    else {
      throw .unsupportedStream(
        "JPEG-LS with a point transform, a mapping table, interleaving or restarts")
    }
    parameters = try JPEGLSParameters(header)
    columns = header.columns
    rows = header.rows
    dataOffset = header.dataOffset
  }

  /// Decodes into words of 16 bits.
  ///
  /// - Precondition: `words` has room for rows × columns words.
  func decode(
    _ bytes: UnsafeBufferPointer<UInt8>, into words: UnsafeMutableBufferPointer<UInt16>,
    context: WorkContext
  ) throws(PixelCodingError) {
    precondition(words.count >= rows * columns)
    var lines = JPEGLSLines(parameters, columns: columns)
    var bits = unsafe JPEGLSBits(bytes, from: dataOffset)
    let zeros = [UInt16](repeating: 0, count: columns)
    for row in 0..<rows {
      try context.checkDecoding(atRow: row)
      // SAFETY: both rows have `columns` words; the one before the first is all zeros.
      unsafe zeros.withUnsafeBufferPointer { zeros in
        let start = unsafe words.baseAddress.unsafelyUnwrapped + row * columns
        let above =
          unsafe row == 0 ? zeros.baseAddress.unsafelyUnwrapped : UnsafePointer(start - columns)
        unsafe lines.decode(&bits, above: above, into: start)
      }
      if bits.isOverrun {
        throw .damaged(
          "the coded data end in row \(row), or hold no code",
          offset: bytes.count - bits.unreadBytes)
      }
    }
    guard bits.isFinished() else {
      throw .damaged(
        "coded data are left after the last row", offset: bytes.count - bits.unreadBytes)
    }
  }
}
