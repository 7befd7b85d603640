import WorkScheduling

/// The scan of a lossless JPEG stream with one component (T.81 Annex H), any predictor.
struct LosslessScan {
  private let table: DifferenceTable
  private let columns: Int
  private let rows: Int
  /// The prediction of the first sample of a segment.
  private let middle: Int32
  private let predictor: Int
  /// How far samples are shifted up at the end.
  private let pointTransform: Int
  /// Rows between restart markers; 0 for none.
  private let restartRows: Int
  private let dataOffset: Int

  /// Takes what the scan needs from a header, and checks it.
  init(_ header: JPEGHeader) throws(PixelCodingError) {
    let parameters = try LosslessParameters(header, restartUnit: "samples")
    table = parameters.tables[0]
    columns = header.columns
    rows = header.rows
    predictor = parameters.predictor
    pointTransform = parameters.pointTransform
    middle = parameters.middle
    restartRows = parameters.restartRows
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
    var bits = unsafe JPEGBits(bytes, from: dataOffset)
    for row in 0..<rows {
      try context.checkDecoding(atRow: row)
      let isRestart = restartRows > 0 && row > 0 && row.isMultiple(of: restartRows)
      if isRestart, !bits.restart((row / restartRows - 1) & 7) {
        throw damaged("restart marker before row \(row) is missing", bits: bits, count: bytes.count)
      }
      // SAFETY: row × columns words are inside, as the precondition says.
      let start = unsafe words.baseAddress.unsafelyUnwrapped + row * columns
      if row == 0 || isRestart {
        unsafe decodeFirstRow(&bits, row: start)
      } else {
        unsafe decodeRow(&bits, row: start)
      }
      if bits.isOverrun {
        throw damaged(
          "the coded data end in row \(row), or hold no code", bits: bits, count: bytes.count)
      }
    }
    guard bits.isFinished() else {
      throw damaged("coded data are left after the last row", bits: bits, count: bytes.count)
    }
    if pointTransform > 0 {
      for place in 0..<rows * columns { unsafe words[place] <<= UInt16(pointTransform) }
    }
  }

  private func damaged(
    _ what: String, bits: JPEGBits, count: Int
  ) -> PixelCodingError {
    .damaged(what, offset: count - bits.unreadBytes)
  }

  // SAFETY of the following: `row` has `columns` words, and in all but a segment's first row as
  // many lie before it.

  private func decodeFirstRow(_ bits: inout JPEGBits, row: UnsafeMutablePointer<UInt16>) {
    var left = middle
    for column in 0..<columns {
      bits.refill()
      left = (left &+ table.difference(&bits)) & 0xFFFF
      unsafe row[column] = UInt16(truncatingIfNeeded: left)
    }
  }

  /// One loop for each predictor of T.81 Table H.1.
  private func decodeRow(_ bits: inout JPEGBits, row: UnsafeMutablePointer<UInt16>) {
    switch predictor {
    case 1: unsafe decodeRow(&bits, row: row) { left, _, _ in left }
    case 2: unsafe decodeRow(&bits, row: row) { _, above, _ in above }
    case 3: unsafe decodeRow(&bits, row: row) { _, _, corner in corner }
    case 4: unsafe decodeRow(&bits, row: row) { left, above, corner in left &+ above &- corner }
    case 5:
      unsafe decodeRow(&bits, row: row) { left, above, corner in left &+ (above &- corner) &>> 1 }
    case 6:
      unsafe decodeRow(&bits, row: row) { left, above, corner in above &+ (left &- corner) &>> 1 }
    default: unsafe decodeRow(&bits, row: row) { left, above, _ in (left &+ above) &>> 1 }
    }
  }

  @inline(__always)
  private func decodeRow(
    _ outer: inout JPEGBits, row: UnsafeMutablePointer<UInt16>,
    predict: (_ left: Int32, _ above: Int32, _ corner: Int32) -> Int32
  ) {
    var bits = outer
    let last = unsafe row - columns
    bits.refill()
    var corner = unsafe Int32(last[0])
    var left = (corner &+ table.difference(&bits)) & 0xFFFF
    unsafe row[0] = UInt16(truncatingIfNeeded: left)
    var column = 1
    // 49 bits are enough for four short codes, and a long one refills.
    while column &+ 4 <= columns {
      bits.refill()
      for place in column..<column &+ 4 {
        let above = unsafe Int32(last[place])
        left = (predict(left, above, corner) &+ table.difference(&bits)) & 0xFFFF
        unsafe row[place] = UInt16(truncatingIfNeeded: left)
        corner = above
      }
      column &+= 4
    }
    while column < columns {
      bits.refill()
      let above = unsafe Int32(last[column])
      left = (predict(left, above, corner) &+ table.difference(&bits)) & 0xFFFF
      unsafe row[column] = UInt16(truncatingIfNeeded: left)
      corner = above
      column &+= 1
    }
    outer = bits
  }
}
