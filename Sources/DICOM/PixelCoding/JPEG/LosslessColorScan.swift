import WorkScheduling

/// The scans of a lossless JPEG stream with several components (T.81 Annex H), interleaved or
/// one after the other.
struct LosslessColorScan {
  private var header: JPEGHeader

  /// Checks that every component has a sample for each pixel.
  init(_ header: JPEGHeader) throws(PixelCodingError) {
    guard !header.isSubsampled else {
      throw .unsupportedStream("lossless JPEG with subsampled colours")
    }
    self.header = header
  }

  /// Decodes all scans.
  mutating func decode(
    _ bytes: RawSpan, context: WorkContext
  ) throws(PixelCodingError) -> ComponentPlanes {
    try header.decodeScans(of: bytes) { header, bytes, planes throws(PixelCodingError) in
      try Self.decodeScan(header, bytes: bytes, into: &planes, context: context)
    }
  }

  private static func decodeScan(
    _ header: JPEGHeader, bytes: RawSpan, into planes: inout [[UInt16]], context: WorkContext
  ) throws(PixelCodingError) {
    guard header.scan.components.count > 1 else {
      let scan = try LosslessScan(header)
      let place = header.scan.components[0].place
      try unsafe bytes.withUnsafeBytes { (raw) throws(PixelCodingError) in
        try unsafe planes[place].withUnsafeMutableBufferPointer { plane throws(PixelCodingError) in
          // SAFETY: the plane has room for rows × columns words.
          try unsafe scan.decode(
            raw.bindMemory(to: UInt8.self), into: plane, context: context)
        }
      }
      return
    }
    try LosslessInterleavedScan(header).decode(bytes, into: &planes, context: context)
  }
}

/// A lossless scan whose components take turns sample by sample.
private struct LosslessInterleavedScan {
  private let header: JPEGHeader
  private let parameters: LosslessParameters
  private let places: [Int]

  init(_ header: JPEGHeader) throws(PixelCodingError) {
    self.header = header
    parameters = try LosslessParameters(header, restartUnit: "pixels")
    places = header.scan.components.map(\.place)
  }

  func decode(
    _ bytes: RawSpan, into samples: inout [[UInt16]], context: WorkContext
  ) throws(PixelCodingError) {
    try unsafe bytes.withUnsafeBytes { (raw) throws(PixelCodingError) in
      var bits = unsafe JPEGBits(raw.bindMemory(to: UInt8.self), from: header.dataOffset)
      try decode(&bits, into: &samples, byteCount: raw.count, context: context)
    }
  }

  private func decode(
    _ bits: inout JPEGBits, into samples: inout [[UInt16]], byteCount: Int,
    context: WorkContext
  ) throws(PixelCodingError) {
    let restartRows = parameters.restartRows
    for row in 0..<header.rows {
      try context.checkDecoding(atRow: row)
      let isRestart = restartRows > 0 && row > 0 && row.isMultiple(of: restartRows)
      if isRestart, !bits.restart((row / restartRows - 1) & 7) {
        throw .damaged(
          "restart marker before row \(row) is missing", offset: byteCount - bits.unreadBytes)
      }
      decodeRow(row, bits: &bits, samples: &samples, isFirst: row == 0 || isRestart)
      guard !bits.isOverrun else {
        throw .damaged(
          "the coded data end in row \(row), or hold no code",
          offset: byteCount - bits.unreadBytes)
      }
    }
    guard bits.isFinished() else {
      throw .damaged(
        "coded data are left after the last row", offset: byteCount - bits.unreadBytes)
    }
    guard parameters.pointTransform > 0 else { return }
    let shift = UInt16(parameters.pointTransform)
    for place in places {
      for pixel in samples[place].indices { samples[place][pixel] <<= shift }
    }
  }

  private func decodeRow(
    _ row: Int, bits: inout JPEGBits, samples: inout [[UInt16]], isFirst: Bool
  ) {
    let start = row * header.columns
    for column in 0..<header.columns {
      for (table, place) in zip(parameters.tables, places) {
        let pixel = start + column
        let prediction = prediction(samples[place], pixel: pixel, column: column, isFirst: isFirst)
        bits.refill()
        samples[place][pixel] = UInt16(
          truncatingIfNeeded: prediction &+ table.difference(&bits))
      }
    }
  }

  /// The prediction of a sample (T.81 Table H.1); in a segment's first row that of the left, and
  /// in the first column that of the sample above (H.1.2.1).
  private func prediction(
    _ plane: [UInt16], pixel: Int, column: Int, isFirst: Bool
  ) -> Int32 {
    guard !isFirst else { return column == 0 ? parameters.middle : Int32(plane[pixel - 1]) }
    let above = Int32(plane[pixel - header.columns])
    guard column > 0 else { return above }
    let left = Int32(plane[pixel - 1])
    let corner = Int32(plane[pixel - header.columns - 1])
    switch parameters.predictor {
    case 1: return left
    case 2: return above
    case 3: return corner
    case 4: return left &+ above &- corner
    case 5: return left &+ (above &- corner) >> 1
    case 6: return above &+ (left &- corner) >> 1
    default: return (left &+ above) >> 1
    }
  }
}
