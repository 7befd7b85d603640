import WorkScheduling

/// The scan of a sequential DCT stream with one component and Huffman codes, 8 or 12 bits a
/// sample (T.81 Annex F).
struct DCTScan {
  private let dc: HuffmanCode
  private let ac: HuffmanCode
  /// In zigzag order.
  private let quantization: [Int]
  private let transform: InverseDCT
  private let columns: Int
  private let rows: Int
  /// Blocks between restart markers; 0 for none.
  private let restartInterval: Int
  private let dataOffset: Int

  /// Takes what the scan needs from a header, and checks it.
  init(_ header: JPEGHeader) throws(PixelCodingError) {
    let scan = header.scan
    guard let dc = header.dcCodes[scan.dcTable], let ac = header.acCodes[scan.acTable],
      dc.largestSymbol <= 15
    else { throw .damaged("the scan has no Huffman tables", offset: scan.offset) }
    guard let quantization = header.quantization[header.quantizationTable] else {
      throw .damaged("the scan has no quantisation table", offset: scan.offset)
    }
    guard [8, 12].contains(header.precision) else {
      throw .damaged("\(header.precision) bits a sample", offset: scan.offset)
    }
    // The process leaves no choice but 0…63; some writers leave the end at 0.
    guard scan.start == 0, [0, 63].contains(scan.end), scan.high == 0, scan.low == 0 else {
      throw .damaged(
        "a sequential scan of coefficients \(scan.start)…\(scan.end)", offset: scan.offset)
    }
    self.dc = dc
    self.ac = ac
    self.quantization = quantization.map(Int.init)
    transform = InverseDCT(precision: header.precision)
    columns = header.columns
    rows = header.rows
    restartInterval = header.restartInterval
    dataOffset = header.dataOffset
  }

  /// The fewest bytes that blocks of the frame's size take: two codes of a bit each.
  var leastBytes: Int { dataOffset + ((columns + 7) / 8) * ((rows + 7) / 8) / 4 }

  /// Decodes into words of 16 bits.
  ///
  /// - Precondition: `words` has room for rows × columns words.
  func decode(
    _ bytes: UnsafeBufferPointer<UInt8>, into words: UnsafeMutableBufferPointer<UInt16>,
    context: WorkContext
  ) throws(PixelCodingError) {
    precondition(words.count >= rows * columns)
    var bits = unsafe JPEGBits(bytes, from: dataOffset)
    var block = [Int](repeating: 0, count: 64)
    var prediction = 0
    var count = 0
    for top in stride(from: 0, to: rows, by: 8) {
      try context.checkDecoding()
      for left in stride(from: 0, to: columns, by: 8) {
        if restartInterval > 0, count > 0, count.isMultiple(of: restartInterval) {
          guard bits.restart((count / restartInterval - 1) & 7) else {
            throw damaged(
              "restart marker at block \(count) is missing", bits: bits, count: bytes.count)
          }
          prediction = 0
        }
        readBlock(&bits, block: &block, prediction: &prediction)
        guard !bits.isOverrun else {
          throw damaged(
            "the coded data end in block \(count), or hold no code", bits: bits, count: bytes.count)
        }
        transform.transform(&block)
        unsafe store(block, words: words, left, top: top)
        count += 1
      }
    }
    guard bits.isFinished() else {
      throw damaged("coded data are left after the last block", bits: bits, count: bytes.count)
    }
  }

  private func damaged(
    _ what: String, bits: JPEGBits, count: Int
  ) -> PixelCodingError {
    .damaged(what, offset: count - bits.unreadBytes)
  }

  /// One block's coefficients, dequantised, row by row (T.81 F.2.2).
  private func readBlock(
    _ bits: inout JPEGBits, block: inout [Int], prediction: inout Int
  ) {
    for place in block.indices { block[place] = 0 }
    bits.refill()
    prediction &+= Int(bits.signed(dc.symbol(&bits)))
    block[0] = prediction &* quantization[0]
    var place = 1
    while place < 64 {
      bits.refill()
      let symbol = ac.symbol(&bits)
      let run = symbol >> 4
      let size = symbol & 15
      if size == 0 {
        guard run == 15 else { return }
        place += 16
        continue
      }
      place += run
      guard place < 64 else {
        bits.invalidate()
        return
      }
      block[Self.naturalOrder[place]] = Int(bits.signed(size)) &* quantization[place]
      place += 1
    }
  }

  /// Writes the part of a block that lies in the image.
  private func store(
    _ block: [Int], words: UnsafeMutableBufferPointer<UInt16>, _ left: Int, top: Int
  ) {
    for y in 0..<min(8, rows - top) {
      for x in 0..<min(8, columns - left) {
        // SAFETY: row and column are in the image, whose words are there.
        unsafe words[(top + y) * columns + left + x] = UInt16(
          truncatingIfNeeded: block[y * 8 + x])
      }
    }
  }

  /// The place in a row-by-row block of the n-th coefficient of a zigzag (T.81 Figure A.6).
  private static let naturalOrder: [Int] = [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20,
    13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59,
    52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
  ]
}
