/// Palettes written as segments (PS3.3 C.7.9.2).
struct PaletteSegments {
  /// The segments, in units of an entry: bytes, or words of 16 bits.
  private let units: [Int]
  private let bytesPerUnit: Int
  private let count: Int
  private var place = 0
  private var entries: [Int] = []
  /// Where segments begin, as far as they were read.
  private var starts: Set<Int> = []

  /// Expands segments to exactly `count` entries.
  ///
  /// - Throws: A sentence if a segment is cut, goes past the end, or refers to what is not there.
  static func expanded(
    _ units: [Int], bytesPerUnit: Int, count: Int
  ) throws(PaletteProblem) -> [Int] {
    var segments = PaletteSegments(units: units, bytesPerUnit: bytesPerUnit, count: count)
    // A zero that makes the length even is no segment.
    while segments.place + 1 < units.count, segments.entries.count < count {
      try segments.append(mayRefer: true)
    }
    guard segments.entries.count >= count else {
      throw PaletteProblem(
        "the segments of a palette make \(segments.entries.count) of \(count) entries")
    }
    return Array(segments.entries.prefix(count))
  }

  private init(units: [Int], bytesPerUnit: Int, count: Int) {
    self.units = units
    self.bytesPerUnit = bytesPerUnit
    self.count = count
  }

  private mutating func append(mayRefer: Bool) throws(PaletteProblem) {
    if mayRefer { starts.insert(place) }
    let kind = try next()
    let length = try next()
    switch kind {
    case 0:
      guard place + length <= units.count else { throw Self.cut }
      entries += units[place..<place + length].prefix(max(0, count - entries.count))
      place += length
    case 1:
      guard let start = entries.last else { throw Self.cut }
      appendLine(from: start, to: try next(), length: length)
    case 2 where mayRefer:
      try appendAgain(from: try nextOffset(), segments: length)
    default:
      throw PaletteProblem("segment type \(kind) of a palette is unknown")
    }
  }

  private mutating func next() throws(PaletteProblem) -> Int {
    guard place < units.count else { throw Self.cut }
    defer { place += 1 }
    return units[place]
  }

  /// A byte offset of 32 bits, the lower word first.
  private mutating func nextOffset() throws(PaletteProblem) -> Int {
    var offset = 0
    for n in 0..<4 / bytesPerUnit { offset |= try next() << (8 * bytesPerUnit * n) }
    return offset
  }

  /// Equal steps from the last entry, which is there already, to `end`; half a step rounds up.
  private mutating func appendLine(from start: Int, to end: Int, length: Int) {
    for n in 1..<length + 1 where entries.count < count {
      let step = Double((end - start) * n) / Double(length)
      entries.append(start + Int(step.rounded(.toNearestOrAwayFromZero)))
    }
  }

  /// Segments that were there before; they hold no references themselves (C.7.9.2.3).
  ///
  /// Some writers count words where the standard counts bytes: what is no segment's beginning by
  /// the one rule may be one by the other.
  private mutating func appendAgain(
    from offset: Int, segments: Int
  ) throws(PaletteProblem) {
    let isBytes = offset.isMultiple(of: bytesPerUnit) && starts.contains(offset / bytesPerUnit)
    let target = isBytes ? offset / bytesPerUnit : offset
    guard starts.contains(target) else {
      throw PaletteProblem("a palette refers to byte \(offset), where no segment begins")
    }
    let back = place
    place = target
    for _ in 0..<segments where entries.count < count { try append(mayRefer: false) }
    place = back
  }

  private static var cut: PaletteProblem { PaletteProblem("a segment of a palette is cut") }
}
