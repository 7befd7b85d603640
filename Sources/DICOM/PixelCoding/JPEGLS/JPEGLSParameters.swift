/// The numbers that steer a JPEG-LS scan, under the names of T.87 in the comments.
struct JPEGLSParameters {
  /// MAXVAL.
  let largest: Int
  /// NEAR.
  let near: Int
  /// T1, T2, T3.
  let thresholds: [Int]
  /// RESET.
  let reset: Int
  /// RANGE: how many different errors there are.
  let range: Int
  /// qbpp: bits of an error that is written as it is.
  let errorBits: Int
  /// LIMIT: the most bits of a sample.
  let limit: Int

  /// The numbers of a stream, defaults for those that it does not give (T.87 C.2.4.1.1).
  init(_ header: JPEGHeader) throws(PixelCodingError) {
    let place = header.scan.offset
    guard (2...16).contains(header.precision) else {
      throw .damaged("\(header.precision) bits a sample", offset: place)
    }
    let top = (1 << header.precision) - 1
    let presets = header.presets
    largest = presets[0] == 0 ? top : presets[0]
    near = header.scan.start
    guard largest <= top, near <= min(255, largest / 2) else {
      throw .damaged("values up to \(largest), wrong by \(near)", offset: place)
    }
    let defaults = Self.defaultThresholds(largest: largest, near: near)
    thresholds = zip(presets[1...3], defaults).map { $0 == 0 ? $1 : $0 }
    reset = presets[4] == 0 ? 64 : presets[4]
    guard thresholds[0] > near, thresholds[1] >= thresholds[0], thresholds[2] >= thresholds[1],
      thresholds[2] <= largest, reset >= 3, reset <= max(255, largest)
    else { throw .damaged("thresholds \(thresholds), reset \(reset)", offset: place) }
    range = (largest + 2 * near) / (2 * near + 1) + 1
    errorBits = Self.bits(range)
    let sampleBits = max(2, Self.bits(largest + 1))
    limit = 2 * (sampleBits + max(8, sampleBits))
  }

  /// The defaults for lossless samples of a number of bits, from 2 to 16.
  init(lossless precision: Int) throws(PixelCodingError) {
    guard (2...16).contains(precision) else {
      throw .badBits(allocated: 16, stored: precision, highBit: precision - 1)
    }
    largest = (1 << precision) - 1
    near = 0
    reset = 64
    thresholds = Self.defaultThresholds(largest: largest, near: 0)
    range = largest + 1
    errorBits = precision
    limit = 2 * (precision + max(8, precision))
  }

  /// The least number of bits that tell `count` values apart.
  private static func bits(_ count: Int) -> Int {
    Int.bitWidth - (count - 1).leadingZeroBitCount
  }

  private static func defaultThresholds(largest: Int, near: Int) -> [Int] {
    func clamped(_ value: Int, from low: Int) -> Int {
      value > largest || value < low ? low : value
    }
    let basic = [3, 7, 21]
    let offsets = [3 * near, 5 * near, 7 * near]
    let values: [Int]
    if largest >= 128 {
      let factor = (min(largest, 4095) + 128) / 256
      values = (0..<3).map { factor * (basic[$0] - $0 - 2) + $0 + 2 + offsets[$0] }
    } else {
      let factor = 256 / (largest + 1)
      values = (0..<3).map { max($0 + 2, basic[$0] / factor + offsets[$0]) }
    }
    let first = clamped(values[0], from: near + 1)
    let second = clamped(values[1], from: first)
    return [first, second, clamped(values[2], from: second)]
  }

  /// The region of a gradient, −4…4 (T.87 A.3.3).
  func region(of gradient: Int) -> Int8 {
    let size = abs(gradient)
    let region = size <= near ? 0 : 1 + thresholds.reduce(0) { $0 + (size >= $1 ? 1 : 0) }
    return Int8(gradient < 0 ? -region : region)
  }

  /// The first gradients of all regions but the lowest, in order.
  var regionEdges: [Int] {
    let sizes = [near + 1] + thresholds
    return sizes.reversed().map { 1 - $0 } + sizes
  }
}
