/// Encodes the rows of a lossless JPEG-LS scan, one after the other: the mirror of
/// ``JPEGLSLines``, with the letters of T.87.
@safe struct JPEGLSLineWriter: ~Copyable {
  private let largest: Int32
  private let range: Int32
  private let reset: Int32
  private let limit: Int
  private let errorBits: Int
  private let columns: Int
  private var bits: JPEGLSBitWriter

  // SAFETY: as in JPEGLSLines, whose tables these are; samples are masked to 0…MAXVAL.

  /// The regions of gradients, that of 0 in the middle.
  private let regions: UnsafeMutableBufferPointer<Int8>
  private let contexts: UnsafeMutableBufferPointer<JPEGLSContext>

  /// For the end of a run: neighbours that differ, and that do not.
  private var runContexts: [JPEGLSContext]
  /// What each component keeps from row to row: its run index, and the left neighbour of the last
  /// row's first sample.
  private var runIndices: [Int]
  private var edges: [Int32]

  init(
    _ parameters: JPEGLSParameters, columns: Int, components: Int, bits: consuming JPEGLSBitWriter
  ) {
    precondition(parameters.near == 0, "what is written is lossless")
    largest = Int32(parameters.largest)
    range = Int32(parameters.range)
    reset = Int32(parameters.reset)
    limit = parameters.limit
    errorBits = parameters.errorBits
    self.columns = columns
    self.bits = bits
    let context = JPEGLSContext(range: parameters.range)
    unsafe contexts = .allocate(capacity: 365)
    unsafe contexts.initialize(repeating: context)
    runContexts = [context, context]
    runIndices = Array(repeating: 0, count: components)
    edges = Array(repeating: 0, count: components)
    let gradients = -parameters.largest...parameters.largest
    unsafe regions = .allocate(capacity: gradients.count)
    for gradient in gradients {
      // SAFETY: the table has a place for every gradient.
      unsafe regions.baseAddress.unsafelyUnwrapped.advanced(by: gradient + parameters.largest)
        .initialize(to: parameters.region(of: gradient))
    }
  }

  deinit {
    unsafe contexts.deallocate()
    unsafe regions.deallocate()
  }

  /// The stream so far, the last byte filled up.
  mutating func finish() -> [UInt8] {
    bits.finish()
    return bits.bytes
  }

  /// Encodes a row of a component.
  ///
  /// - Precondition: Both rows have as many words as there are columns, none above the largest.
  mutating func encode(
    _ row: UnsafeBufferPointer<UInt16>, above: UnsafeBufferPointer<UInt16>, component: Int
  ) {
    precondition(row.count == columns && above.count == columns)
    var c = edges[component]
    // SAFETY: both rows have `columns` words, and `column` stays below.
    var b = unsafe Int32(above[0])
    var a = b
    edges[component] = b
    var column = 0
    while column < columns {
      let d = column &+ 1 < columns ? unsafe Int32(above[column &+ 1]) : b
      let context = region(d &- b) &* 81 &+ region(b &- c) &* 9 &+ region(c &- a)
      if context != 0 {
        let x = unsafe Int32(row[column])
        regular(x, signedIndex: context, a, b, c)
        (a, b, c) = (x, d, b)
        column &+= 1
        continue
      }
      let start = column
      while column < columns, unsafe Int32(row[column]) == a { column &+= 1 }
      run(column &- start, reachesEnd: column == columns, component: component)
      guard column < columns else { break }
      b = unsafe Int32(above[column])
      let x = unsafe Int32(row[column])
      interruption(x, a, b, component: component)
      a = x
      column &+= 1
      guard column < columns else { break }
      (b, c) = (unsafe Int32(above[column]), b)
    }
  }

  @inline(__always)
  private func region(_ gradient: Int32) -> Int {
    unsafe Int(regions[Int(gradient &+ largest)])
  }

  /// An error modulo the range, the smaller way round (T.87 A.4.5).
  @inline(__always)
  private func reduced(_ error: Int32) -> Int32 {
    let positive = error < 0 ? error &+ range : error
    return positive >= (range &+ 1) / 2 ? positive &- range : positive
  }

  /// A sample by prediction and error (T.87 A.4 to A.6).
  @inline(__always)
  private mutating func regular(
    _ x: Int32, signedIndex: Int, _ a: Int32, _ b: Int32, _ c: Int32
  ) {
    let mirror = signedIndex &>> (Int.bitWidth - 1)
    let index = (signedIndex ^ mirror) &- mirror
    let sign = Int32(truncatingIfNeeded: mirror)
    var context = unsafe contexts[index]
    let low = min(a, b)
    let high = max(a, b)
    let median = c >= high ? low : c <= low ? high : a &+ b &- c
    let corrected = median &+ ((Int32(context.correction) ^ sign) &- sign)
    let prediction = min(max(corrected, 0), largest)
    let error = reduced(((x &- prediction) ^ sign) &- sign)
    let k = Int(context.golomb)
    let isFlipped = k == 0 && context.bias &* 2 <= 0 &- context.count
    let shown = isFlipped ? ~error : error
    let mapped = shown &<< 1 ^ shown &>> 31
    bits.golomb(mapped, k, limit: limit &- errorBits &- 1, escapeBits: errorBits)
    context.learn(error, step: 1, reset: reset)
    unsafe contexts[index] = context
  }

  /// How many samples are like their left neighbour (T.87 A.7.1).
  private mutating func run(_ length: Int, reachesEnd: Bool, component: Int) {
    var left = length
    var index = runIndices[component]
    while left >= 1 << JPEGLSLines.runBits[index] {
      bits.append(1, count: 1)
      left -= 1 << JPEGLSLines.runBits[index]
      index = min(index + 1, 31)
    }
    runIndices[component] = index
    if !reachesEnd {
      bits.append(0, count: 1)
      bits.append(UInt32(left), count: JPEGLSLines.runBits[index])
    } else if left > 0 {
      bits.append(1, count: 1)
    }
  }

  /// The sample that ends a run (T.87 A.7.2).
  private mutating func interruption(_ x: Int32, _ a: Int32, _ b: Int32, component: Int) {
    let isFlat = a == b
    let flat: Int32 = isFlat ? 1 : 0
    var context = runContexts[isFlat ? 1 : 0]
    let difference = x &- (isFlat ? a : b)
    let error = reduced(!isFlat && a > b ? 0 &- difference : difference)
    let k = JPEGLSContext.golombParameter(
      isFlat ? context.size &+ context.count &>> 1 : context.size, count: context.count)
    let mostlyNegative = k != 0 || context.bias &* 2 >= context.count
    let map: Int32 = error != 0 && mostlyNegative == (error < 0) ? 1 : 0
    let mapped = abs(error) &* 2 &- flat &- map
    let index = runIndices[component]
    let limit = limit - JPEGLSLines.runBits[index] - 1
    bits.golomb(mapped, k, limit: limit - errorBits - 1, escapeBits: errorBits)
    context.learnInterruption(error, size: (mapped &+ 1 &- flat) &>> 1, reset: reset)
    runContexts[isFlat ? 1 : 0] = context
    runIndices[component] = max(index - 1, 0)
  }
}
