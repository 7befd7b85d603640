/// Decodes the rows of a JPEG-LS scan, one after the other.
///
/// Neighbours have the letters of T.87: a is left, b above, c above left, d above right.
@safe struct JPEGLSLines: ~Copyable {
  private let largest: Int32
  let near: Int32
  /// RANGE · (2 · NEAR + 1): where errors begin anew.
  private let turn: Int32
  private let reset: Int32
  private let limit: Int
  private let errorBits: Int
  let columns: Int

  // SAFETY: both tables belong to this value alone, and end with it. Samples lie in 0…MAXVAL, so
  // that gradients lie in −MAXVAL…MAXVAL; regions lie in −4…4, so that contexts lie in 0…364.

  /// The regions of gradients.
  private let regions: UnsafeMutableBufferPointer<Int8>

  /// That of 0, in their middle.
  private let middle: UnsafeMutablePointer<Int8>

  /// By 81·q₁ + 9·q₂ + q₃ of the regions of the three gradients, sign taken off.
  private let contexts: UnsafeMutableBufferPointer<JPEGLSContext>

  /// For the end of a run: neighbours that differ, and that do not.
  private var runContexts: [JPEGLSContext]
  private var runIndex = 0
  /// The left neighbour of the last row's first sample.
  private var edge: Int32 = 0

  /// What a row leaves to the next row of the same component.
  struct RowState {
    fileprivate var runIndex = 0
    fileprivate var edge: Int32 = 0
  }

  /// The logarithm of a run's length by its index: J (T.87 A.2.1).
  static let runBits = [
    0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13,
    14, 15,
  ]

  init(_ parameters: JPEGLSParameters, columns: Int) {
    largest = Int32(parameters.largest)
    near = Int32(parameters.near)
    turn = Int32(parameters.range) * (2 * near + 1)
    reset = Int32(parameters.reset)
    errorBits = parameters.errorBits
    limit = parameters.limit
    self.columns = columns
    let context = JPEGLSContext(range: parameters.range)
    unsafe contexts = .allocate(capacity: 365)
    unsafe contexts.initialize(repeating: context)
    runContexts = [context, context]
    let gradients = -parameters.largest...parameters.largest
    unsafe regions = .allocate(capacity: gradients.count)
    unsafe middle = regions.baseAddress.unsafelyUnwrapped + parameters.largest
    // Regions change at the thresholds only.
    var start = gradients.lowerBound
    for edge in parameters.regionEdges + [gradients.upperBound + 1] {
      let part = unsafe UnsafeMutableBufferPointer(
        rebasing: regions[start + parameters.largest..<edge + parameters.largest])
      unsafe part.initialize(repeating: parameters.region(of: start))
      start = edge
    }
  }

  deinit {
    unsafe contexts.deallocate()
    unsafe regions.deallocate()
  }

  /// Decodes a row.
  ///
  /// Bits that are not there give samples of no meaning, which the caller finds out.
  mutating func decode(
    _ bits: inout JPEGLSBits, above: UnsafePointer<UInt16>, into row: UnsafeMutablePointer<UInt16>
  ) {
    // Three copies of one loop: without `near` there is nothing to multiply, and nearly always
    // errors begin anew at a power of two.
    if near != 0 {
      unsafe decode(&bits, above: above, row: row, near: near, wrapping: .byTurn)
    } else if largest & (largest &+ 1) != 0 {
      unsafe decode(&bits, above: above, row: row, near: 0, wrapping: .byTurn)
    } else {
      unsafe decode(&bits, above: above, row: row, near: 0, wrapping: .byMask)
    }
  }

  /// Decodes a row of one of several components, whose rows take turns.
  mutating func decode(
    _ bits: inout JPEGLSBits, above: UnsafePointer<UInt16>, into row: UnsafeMutablePointer<UInt16>,
    state: inout RowState
  ) {
    runIndex = state.runIndex
    edge = state.edge
    unsafe decode(&bits, above: above, into: row)
    state.runIndex = runIndex
    state.edge = edge
  }

  /// How a sample outside 0…MAXVAL is brought back.
  enum Wrapping {
    /// MAXVAL + 1 is a power of two, and values count modulo that.
    case byMask
    /// By one turn, as T.87 A.4.5 has it.
    case byTurn
  }

  @inline(__always)
  private mutating func decode(
    _ outer: inout JPEGLSBits, above: UnsafePointer<UInt16>,
    row: UnsafeMutablePointer<UInt16>, near: Int32, wrapping: Wrapping
  ) {
    var bits = outer
    // SAFETY: both rows have `columns` words, and columns stay below.
    let first = unsafe Int32(above[0])
    var place = Place(a: first, b: first, c: edge, region: region(first &- edge))
    edge = first
    while true {
      unsafe decodeRegular(&bits, &place, above: above, row: row, near: near, wrapping: wrapping)
      let (a, b, c, column) = (place.a, place.b, place.c, place.column)
      let d = column &+ 1 < columns ? unsafe Int32(above[column &+ 1]) : b
      let next = region(d &- b)
      let context = (next &* 9 &+ place.region) &* 9 &+ region(c &- a)
      if context != 0 {
        let x = regular(&bits, signedIndex: context, a, b, c, near: near, wrapping: wrapping)
        unsafe row[column] = UInt16(truncatingIfNeeded: x)
        place.move(x, d, region: next)
      } else {
        let length = run(&bits, left: columns &- column)
        for column in column..<column &+ length {
          unsafe row[column] = UInt16(truncatingIfNeeded: a)
        }
        let end = column &+ length
        guard end < columns else { break }
        let b = unsafe Int32(above[end])
        let x = interruption(&bits, a, b)
        unsafe row[end] = UInt16(truncatingIfNeeded: x)
        guard end &+ 1 < columns else { break }
        let d = unsafe Int32(above[end &+ 1])
        place = Place(a: x, b: d, c: b, region: region(d &- b), column: end &+ 1)
      }
      guard place.column < columns else { break }
    }
    outer = bits
  }

  /// Decodes samples of regular mode up to one that is something else: the row's last one, the
  /// first of a run, one whose code is long, or whose bits are not had quickly.
  ///
  /// No call in this loop, so that what it works with stays in registers.
  @inline(__always)
  private mutating func decodeRegular(
    _ outer: inout JPEGLSBits, _ outerPlace: inout Place, above: UnsafePointer<UInt16>,
    row: UnsafeMutablePointer<UInt16>, near: Int32, wrapping: Wrapping
  ) {
    var (bits, place) = (outer, outerPlace)
    // SAFETY: both rows have `columns` words; the column stays below the last one.
    while place.column &+ 1 < columns {
      let d = unsafe Int32(above[place.column &+ 1])
      let next = region(d &- place.b)
      let signedIndex = (next &* 9 &+ place.region) &* 9 &+ region(place.c &- place.a)
      guard signedIndex != 0, bits.refillHalfQuickly() else { break }
      let mirror = signedIndex &>> (Int.bitWidth - 1)
      let index = (signedIndex ^ mirror) &- mirror
      let context = unsafe contexts[index]
      guard
        let mapped = bits.shortGolomb(Int(context.golomb), limit: limit &- errorBits &- 1)
      else { break }
      let x = sample(
        mapped, context, index: index, mirror: mirror, place.a, place.b, place.c, near: near,
        wrapping: wrapping)
      unsafe row[place.column] = UInt16(truncatingIfNeeded: x)
      place.move(x, d, region: next)
    }
    (outer, outerPlace) = (bits, place)
  }

  /// A sample's surroundings.
  private struct Place {
    var a: Int32
    var b: Int32
    var c: Int32
    /// The region of b − c: what that of d − b was for the sample before.
    var region: Int
    var column = 0

    /// Goes on to the next sample, whose left neighbour is `x`.
    @inline(__always)
    mutating func move(_ x: Int32, _ d: Int32, region next: Int) {
      (a, b, c) = (x, d, b)
      region = next
      column &+= 1
    }
  }

  /// The region of a gradient, −4…4.
  @inline(__always)
  func region(_ gradient: Int32) -> Int {
    unsafe Int(middle[Int(gradient)])
  }

  /// A sample by prediction and error (T.87 A.4 to A.6).
  @inline(__always)
  mutating func regular(
    _ bits: inout JPEGLSBits, signedIndex: Int, _ a: Int32, _ b: Int32, _ c: Int32,
    near: Int32, wrapping: Wrapping
  ) -> Int32 {
    // −1 where the surroundings are the mirror image of the context's, else 0.
    let mirror = signedIndex &>> (Int.bitWidth - 1)
    let index = (signedIndex ^ mirror) &- mirror
    let context = unsafe contexts[index]
    let mapped = bits.golomb(
      Int(context.golomb), limit: limit &- errorBits &- 1, escapeBits: errorBits)
    return sample(
      mapped, context, index: index, mirror: mirror, a, b, c, near: near, wrapping: wrapping)
  }

  /// A sample by prediction and what its code said.
  @inline(__always)
  private mutating func sample(
    _ mapped: Int32, _ known: JPEGLSContext, index: Int, mirror: Int,
    _ a: Int32, _ b: Int32, _ c: Int32, near: Int32, wrapping: Wrapping
  ) -> Int32 {
    let sign = Int32(truncatingIfNeeded: mirror)
    var context = known
    let low = min(a, b)
    let high = max(a, b)
    // T.87 A.4.1 without branches: beyond either neighbour the plane through all three is, too.
    let median = max(low, min(high, a &+ b &- c))
    let corrected = median &+ ((Int32(context.correction) ^ sign) &- sign)
    let prediction = min(max(corrected, 0), largest)
    var error = (mapped &>> 1) ^ (0 &- (mapped & 1))
    if context.golomb == 0, near == 0, context.bias &* 2 <= 0 &- context.count { error = ~error }
    context.learn(error, step: near &* 2 &+ 1, reset: reset)
    unsafe contexts[index] = context
    let signed = (error ^ sign) &- sign
    return switch wrapping {
    case .byMask: (prediction &+ signed) & largest
    case .byTurn: reconstructed(prediction, error: signed, near: near)
    }
  }

  /// Prediction and error, modulo the range (T.87 A.4.5).
  @inline(__always)
  private func reconstructed(_ prediction: Int32, error: Int32, near: Int32) -> Int32 {
    var value = prediction &+ error &* (near &* 2 &+ 1)
    if value < 0 &- near { value &+= turn }
    if value > largest &+ near { value &-= turn }
    return min(max(value, 0), largest)
  }

  /// How many samples are like their left neighbour (T.87 A.7.1).
  mutating func run(_ bits: inout JPEGLSBits, left: Int) -> Int {
    var length = 0
    while true {
      bits.refill()
      let power = Self.runBits[runIndex]
      let isWhole = bits.window >> 63 == 1
      bits.skip(1)
      guard isWhole else {
        let rest = power == 0 ? 0 : Int(bits.window >> UInt64(64 - power))
        bits.skip(power)
        // A run that is interrupted leaves a sample over.
        guard length + rest < left, !bits.isOverrun else {
          bits.invalidate()
          return left
        }
        return length + rest
      }
      if length + 1 << power > left { return left }
      length += 1 << power
      runIndex = min(runIndex + 1, 31)
      if length == left { return left }
    }
  }

  /// The sample that ends a run (T.87 A.7.2).
  private mutating func interruption(
    _ bits: inout JPEGLSBits, _ a: Int32, _ b: Int32
  ) -> Int32 {
    defer { runIndex = max(runIndex - 1, 0) }
    return interruption(&bits, a, b, isFlat: abs(a - b) <= near)
  }

  /// The samples that end a run of pixels: none of them counts as flat, and the run's index falls
  /// once.
  mutating func interruption(
    _ bits: inout JPEGLSBits, left: [Int32], above: UnsafePointer<UInt16>,
    into pixel: UnsafeMutablePointer<UInt16>
  ) {
    for (n, a) in left.enumerated() {
      // SAFETY: the caller's pixels have as many samples.
      let value = unsafe interruption(&bits, a, Int32(above[n]), isFlat: false)
      unsafe pixel[n] = UInt16(truncatingIfNeeded: value)
    }
    runIndex = max(runIndex - 1, 0)
  }

  private mutating func interruption(
    _ bits: inout JPEGLSBits, _ a: Int32, _ b: Int32, isFlat: Bool
  ) -> Int32 {
    let flat: Int32 = isFlat ? 1 : 0
    var context = runContexts[isFlat ? 1 : 0]
    let k = JPEGLSContext.golombParameter(
      isFlat ? context.size &+ context.count &>> 1 : context.size, count: context.count)
    let limit = limit - Self.runBits[runIndex] - 1
    let mapped = bits.golomb(k, limit: limit - errorBits - 1, escapeBits: errorBits)
    let sum = mapped &+ flat
    let odd = sum & 1
    let magnitude = (sum &+ odd) &>> 1
    let mostlyNegative = k != 0 || context.bias &* 2 >= context.count
    let error = mostlyNegative == (odd == 1) ? 0 &- magnitude : magnitude
    context.learnInterruption(error, size: (mapped &+ 1 &- flat) &>> 1, reset: reset)
    runContexts[isFlat ? 1 : 0] = context
    return reconstructed(isFlat ? a : b, error: !isFlat && a > b ? 0 &- error : error, near: near)
  }
}
