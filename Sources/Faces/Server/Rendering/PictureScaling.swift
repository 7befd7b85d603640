import RenderedVolumes
import VolumeModel

extension Raster {
  /// The picture as a viewport shows it: a part of it, scaled to fit, turned round if that is asked for.
  ///
  /// - Throws: ``ServiceFailure`` if the part lies outside of the picture.
  func shown(in viewport: Viewport) throws -> Raster {
    let across = try Span(
      from: viewport.left, length: viewport.partWidth, of: width,
      isTurned: viewport.isFlippedAcross)
    let down = try Span(
      from: viewport.top, length: viewport.partHeight, of: height,
      isTurned: viewport.isFlippedDown)
    let scale = min(Double(viewport.width) / across.length, Double(viewport.height) / down.length)
    let size = SIMD2(
      max(1, Int((across.length * scale).rounded())), max(1, Int((down.length * scale).rounded())))
    if size == SIMD2(width, height), across.isWhole(width), down.isWhole(height) { return self }
    return scaled(
      columns: Weights(across, count: size.x, stored: width),
      rows: Weights(down, count: size.y, stored: height))
  }

  /// A part of a side.
  struct Span {
    let start: Double
    let length: Double
    let isTurned: Bool

    /// A part of `count` pixels; without a length, to their end.
    init(from start: Double, length: Double?, of count: Int, isTurned: Bool) throws {
      let rest = Double(count) - start
      self.start = start
      self.length = min(length ?? rest, rest)
      self.isTurned = isTurned
      guard self.length > 0 else {
        throw ServiceFailure(
          400, code: "bad-query-parameter", message: "the viewport lies outside of the picture")
      }
    }

    func isWhole(_ count: Int) -> Bool { start == 0 && length == Double(count) && !isTurned }
  }

  private func scaled(columns: Weights, rows: Weights) -> Raster {
    switch samples {
    case .gray8(let bytes):
      let bytes = Self.scaled(bytes, width, 1, columns, rows)
      return Raster(width: columns.count, height: rows.count, samples: .gray8(bytes))
    case .rgb8(let bytes):
      let bytes = Self.scaled(bytes, width, 3, columns, rows)
      return Raster(width: columns.count, height: rows.count, samples: .rgb8(bytes))
    case .gray16(let words):
      let words = Self.scaled(words, width, 1, columns, rows)
      return Raster(width: columns.count, height: rows.count, samples: .gray16(words))
    }
  }

  /// Along rows first, then down columns.
  private static func scaled<Word: FixedWidthInteger & UnsignedInteger>(
    _ words: [Word], _ width: Int, _ channels: Int, _ columns: Weights, _ rows: Weights
  ) -> [Word] {
    let rowLength = columns.count * channels
    var across = [Float](repeating: 0, count: rows.span.count * rowLength)
    for (n, row) in rows.span.enumerated() {
      for column in 0..<columns.count {
        for channel in 0..<channels {
          var sum: Float = 0
          for (place, part) in columns.parts(of: column) {
            sum += Float(words[(row * width + place) * channels + channel]) * part
          }
          across[n * rowLength + column * channels + channel] = sum
        }
      }
    }
    var result: [Word] = []
    result.reserveCapacity(rows.count * rowLength)
    var line = [Float](repeating: 0, count: rowLength)
    for row in 0..<rows.count {
      for n in line.indices { line[n] = 0 }
      for (place, part) in rows.parts(of: row) {
        let start = (place - rows.span.lowerBound) * rowLength
        for n in 0..<rowLength { line[n] += across[start + n] * part }
      }
      for value in line {
        result.append(Word(min(max(value.rounded(), 0), Float(Word.max))))
      }
    }
    return result
  }
}

/// Of which stored places each new one is made, and with which parts: means where the picture becomes
/// smaller, values on straight lines between the stored ones where it becomes larger.
struct Weights {
  /// How many new places there are.
  let count: Int
  /// The stored places that are needed.
  let span: Range<Int>
  private let starts: [Int]
  private let places: [(Int, Float)]

  init(_ part: Raster.Span, count: Int, stored: Int) {
    self.count = count
    let step = part.length / Double(count)
    let reach = max(step, 1)
    var starts: [Int] = []
    var places: [(Int, Float)] = []
    for number in 0..<count {
      starts.append(places.count)
      let place = part.isTurned ? count - 1 - number : number
      let center = part.start + (Double(place) + 0.5) * step
      let first = max(0, Int((center - reach).rounded(.down)))
      let last = min(stored - 1, Int((center + reach).rounded(.up)))
      var own: [(Int, Float)] = []
      for n in first...max(first, last) {
        let part = Self.overlap(n, center: center, step: step)
        if part > 0 { own.append((n, Float(part))) }
      }
      if own.isEmpty { own = [(min(max(Int(center), 0), stored - 1), 1)] }
      let sum = own.reduce(0) { $0 + $1.1 }
      places += own.map { ($0.0, $0.1 / sum) }
    }
    starts.append(places.count)
    self.starts = starts
    self.places = places
    let numbers = places.map(\.0)
    span = (numbers.min() ?? 0)..<(numbers.max() ?? 0) + 1
  }

  /// How much of a stored place belongs to a new one.
  private static func overlap(_ place: Int, center: Double, step: Double) -> Double {
    guard step > 1 else { return max(0, 1 - abs(Double(place) + 0.5 - center)) }
    let low = max(Double(place), center - step / 2)
    let high = min(Double(place + 1), center + step / 2)
    return max(0, high - low)
  }

  func parts(of number: Int) -> ArraySlice<(Int, Float)> {
    places[starts[number]..<starts[number + 1]]
  }
}
