import WorkScheduling

/// The scans of a JPEG-LS stream with several components (T.87 Annex B): one after the other,
/// interleaved by rows, or by pixels.
struct JPEGLSColorScan {
  private var header: JPEGHeader

  init(_ header: JPEGHeader) {
    self.header = header
  }

  /// Decodes all scans.
  mutating func decode(
    _ bytes: RawSpan, context: WorkContext
  ) throws(PixelCodingError) -> ComponentPlanes {
    guard !header.isSubsampled else {
      throw .unsupportedStream("JPEG-LS with subsampled colours")
    }
    return try header.decodeScans(of: bytes) { header, bytes, planes throws(PixelCodingError) in
      try JPEGLSColorScan(header).decodeScan(bytes, into: &planes, context: context)
    }
  }

  private func decodeScan(
    _ bytes: RawSpan, into planes: inout [[UInt16]], context: WorkContext
  ) throws(PixelCodingError) {
    let scan = header.scan
    guard scan.low == 0, scan.high == 0, scan.mapping == 0, header.restartInterval == 0 else {
      throw .unsupportedStream("JPEG-LS with a point transform, a mapping table or restarts")
    }
    let parameters = try JPEGLSParameters(header)
    try unsafe bytes.withUnsafeBytes { (raw) throws(PixelCodingError) in
      var bits = unsafe JPEGLSBits(raw.bindMemory(to: UInt8.self), from: header.dataOffset)
      switch (scan.components.count, scan.end) {
      case (1, _), (_, 1):
        try decodeRows(
          &bits, parameters: parameters, planes: &planes, byteCount: raw.count, context: context)
      case (_, 2):
        try decodePixels(
          &bits, parameters: parameters, planes: &planes, byteCount: raw.count, context: context)
      default:
        throw .damaged("components that are not interleaved in one scan", offset: scan.offset)
      }
      guard bits.isFinished() else {
        throw .damaged(
          "coded data are left after the last row", offset: raw.count - bits.unreadBytes)
      }
    }
  }

  /// Rows of the components take turns; contexts are shared.
  private func decodeRows(
    _ bits: inout JPEGLSBits, parameters: JPEGLSParameters, planes: inout [[UInt16]],
    byteCount: Int, context: WorkContext
  ) throws(PixelCodingError) {
    let columns = header.columns
    var lines = JPEGLSLines(parameters, columns: columns)
    let places = header.scan.components.map(\.place)
    var states = [JPEGLSLines.RowState](repeating: .init(), count: places.count)
    let zeros = [UInt16](repeating: 0, count: columns)
    for row in 0..<header.rows {
      try context.checkDecoding(atRow: row)
      for (n, place) in places.enumerated() {
        unsafe planes[place].withUnsafeMutableBufferPointer { plane in
          unsafe zeros.withUnsafeBufferPointer { zeros in
            // SAFETY: the plane has all rows; the one before the first is all zeros.
            let start = unsafe plane.baseAddress.unsafelyUnwrapped + row * columns
            let above =
              unsafe row == 0
              ? zeros.baseAddress.unsafelyUnwrapped : UnsafePointer(start - columns)
            unsafe lines.decode(&bits, above: above, into: start, state: &states[n])
          }
        }
      }
      try check(bits, row: row, byteCount: byteCount)
    }
  }

  /// Samples of a pixel take turns.
  private func decodePixels(
    _ bits: inout JPEGLSBits, parameters: JPEGLSParameters, planes: inout [[UInt16]],
    byteCount: Int, context: WorkContext
  ) throws(PixelCodingError) {
    let columns = header.columns
    let places = header.scan.components.map(\.place)
    var lines = JPEGLSLines(parameters, columns: columns)
    // Rows of pixels, one pixel wider on the left and on the right than the image.
    let width = (columns + 2) * places.count
    var above = [UInt16](repeating: 0, count: width)
    var current = above
    for row in 0..<header.rows {
      try context.checkDecoding(atRow: row)
      lines.decodePixels(&bits, above: &above, into: &current, components: places.count)
      for (n, place) in places.enumerated() {
        for column in 0..<columns {
          planes[place][row * columns + column] = current[(column + 1) * places.count + n]
        }
      }
      swap(&above, &current)
      try check(bits, row: row, byteCount: byteCount)
    }
  }

  private func check(
    _ bits: JPEGLSBits, row: Int, byteCount: Int
  ) throws(PixelCodingError) {
    guard !bits.isOverrun else {
      throw .damaged(
        "the coded data end in row \(row), or hold no code",
        offset: byteCount - bits.unreadBytes)
    }
  }
}

extension JPEGLSLines {
  /// Decodes a row of pixels, whose samples take turns.
  ///
  /// Both rows begin and end with a pixel that is not the image's: on the left what the standard
  /// takes for the neighbour there, on the right a copy of the last one (T.87 A.2.1).
  mutating func decodePixels(
    _ bits: inout JPEGLSBits, above: inout [UInt16], into row: inout [UInt16], components: Int
  ) {
    let count = components
    for n in 0..<count {
      row[n] = above[count + n]
      above[(columns + 1) * count + n] = above[columns * count + n]
    }
    var column = 1
    while column <= columns {
      let pixel = column * count
      var contexts = [Int](repeating: 0, count: count)
      for n in 0..<count {
        let a = Int32(row[pixel - count + n])
        let b = Int32(above[pixel + n])
        let c = Int32(above[pixel - count + n])
        let d = Int32(above[pixel + count + n])
        contexts[n] = region(d - b) * 81 + region(b - c) * 9 + region(c - a)
      }
      guard contexts.allSatisfy({ $0 == 0 }) else {
        for n in 0..<count {
          row[pixel + n] = sample(
            &bits, context: contexts[n], row: row, above: above, place: pixel + n, count: count)
        }
        column += 1
        continue
      }
      let left = row[pixel - count..<pixel].map { Int32($0) }
      let length = run(&bits, left: columns - column + 1)
      for place in 0..<length * count { row[pixel + place] = row[pixel + place - count] }
      column += length
      guard column <= columns else { break }
      // SAFETY: the pixel is inside both rows.
      unsafe above.withUnsafeBufferPointer { above in
        unsafe row.withUnsafeMutableBufferPointer { row in
          unsafe interruption(
            &bits, left: left, above: above.baseAddress.unsafelyUnwrapped + column * count,
            into: row.baseAddress.unsafelyUnwrapped + column * count)
        }
      }
      column += 1
    }
  }

  private mutating func sample(
    _ bits: inout JPEGLSBits, context: Int, row: [UInt16], above: [UInt16], place: Int,
    count: Int
  ) -> UInt16 {
    let value = regular(
      &bits, signedIndex: context, Int32(row[place - count]), Int32(above[place]),
      Int32(above[place - count]), near: near, wrapping: .byTurn)
    return UInt16(truncatingIfNeeded: value)
  }
}
