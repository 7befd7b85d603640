/// Writes lossless JPEG the slow and obvious way: T.81 Annex H line by line, for tests.
struct LosslessWriter {
  var precision = 12
  var predictor = 1
  var pointTransform = 0
  /// Rows between restart markers; 0 for none.
  var restartRows = 0
  /// Lengths of the codes of the sizes 0…16; they satisfy Kraft's inequality with room for the
  /// code of all ones, which is forbidden.
  var lengths = Self.balanced

  /// Five bits for every size: 17 of 32 codes.
  static let balanced = [Int](repeating: 5, count: 17)
  /// 1, 2, 3 … 16 and 16 bits: codes longer than any lookup table.
  static let steep = (1...16).map { $0 } + [16]

  private var bits: [Bool] = []
  private var bytes: [UInt8] = []

  init(
    precision: Int = 12, predictor: Int = 1, pointTransform: Int = 0, restartRows: Int = 0,
    lengths: [Int] = Self.balanced
  ) {
    (self.precision, self.predictor, self.pointTransform) = (precision, predictor, pointTransform)
    (self.restartRows, self.lengths) = (restartRows, lengths)
  }

  /// The stream of an image given row by row, after its point transform.
  mutating func stream(_ image: [[Int]]) -> [UInt8] {
    let (rows, columns) = (image.count, image[0].count)
    bytes = [0xFF, 0xD8]
    segment(0xC3, [UInt8(precision)] + word(rows) + word(columns) + [1, 1, 0x11, 0])
    writeTable()
    if restartRows > 0 { segment(0xDD, word(restartRows * columns)) }
    segment(0xDA, [1, 1, 0, UInt8(predictor), 0, UInt8(pointTransform)])
    for row in 0..<rows {
      let begins = row == 0 || restartRows > 0 && row.isMultiple(of: restartRows)
      if begins && row > 0 {
        flush()
        bytes += [0xFF, UInt8(0xD0 + (row / restartRows - 1) % 8)]
      }
      for column in 0..<columns {
        write(image[row][column] - prediction(image, row, column, begins))
      }
    }
    flush()
    return bytes + [0xFF, 0xD9]
  }

  private func prediction(_ image: [[Int]], _ row: Int, _ column: Int, _ begins: Bool) -> Int {
    if begins {
      return column == 0 ? 1 << (precision - pointTransform - 1) : image[row][column - 1]
    }
    if column == 0 { return image[row - 1][0] }
    let (a, b, c) = (image[row][column - 1], image[row - 1][column], image[row - 1][column - 1])
    switch predictor {
    case 1: return a
    case 2: return b
    case 3: return c
    case 4: return a + b - c
    case 5: return a + (b - c) >> 1
    case 6: return b + (a - c) >> 1
    default: return (a + b) >> 1
    }
  }

  private mutating func write(_ difference: Int) {
    // Differences count modulo 2¹⁶; 32768 has a size of its own.
    let wrapped = Int(Int16(truncatingIfNeeded: difference))
    if wrapped == -32768 {
      put(codes[16].code, codes[16].length)
      return
    }
    let size = wrapped == 0 ? 0 : Int.bitWidth - abs(wrapped).leadingZeroBitCount
    put(codes[size].code, codes[size].length)
    put(wrapped < 0 ? wrapped + (1 << size) - 1 : wrapped, size)
  }

  /// Sizes by length, then by number.
  private var order: [Int] {
    lengths.indices.sorted { (lengths[$0], $0) < (lengths[$1], $1) }
  }

  private var codes: [(code: Int, length: Int)] {
    var codes = [(code: Int, length: Int)](repeating: (0, 0), count: 17)
    var (code, last) = (0, 0)
    for size in order {
      code <<= lengths[size] - last
      last = lengths[size]
      codes[size] = (code, last)
      code += 1
    }
    return codes
  }

  private mutating func writeTable() {
    let counts = (1...16).map { length in UInt8(lengths.count { $0 == length }) }
    segment(0xC4, [0] + counts + order.map { UInt8($0) })
  }

  private mutating func put(_ value: Int, _ count: Int) {
    for bit in stride(from: count - 1, through: 0, by: -1) { bits.append(value >> bit & 1 == 1) }
  }

  private mutating func flush() {
    while !bits.count.isMultiple(of: 8) { bits.append(true) }
    for start in stride(from: 0, to: bits.count, by: 8) {
      let byte = bits[start..<start + 8].reduce(UInt8(0)) { $0 << 1 | ($1 ? 1 : 0) }
      bytes += byte == 0xFF ? [0xFF, 0] : [byte]
    }
    bits = []
  }

  private mutating func segment(_ marker: UInt8, _ content: [UInt8]) {
    bytes += [0xFF, marker] + word(content.count + 2) + content
  }

  private func word(_ value: Int) -> [UInt8] { [UInt8(value >> 8), UInt8(value & 0xFF)] }
}
