import VolumeModel

/// Reads letters off a finished picture: knows nothing of patients, planes and axes.
struct LetterReader {
  /// A letter in a picture.
  struct Letter: Hashable {
    let letter: Character
    /// Whether it stands as it is written: no turn, no mirroring.
    let isUpright: Bool
  }

  /// Where in the picture a letter stands.
  enum Side: Hashable { case left, right, top, bottom }

  let picture: Raster
  private let bright: [Bool]

  /// Looks at the pixels that are more white than black.
  init(_ picture: Raster) {
    self.picture = picture
    guard case .gray8(let bytes) = picture.samples else {
      preconditionFailure("a letter is read in 8 bits of grey")
    }
    bright = bytes.map { $0 > 127 }
  }

  /// The letter of each side, as it looks there.
  func letters() -> [Side: [Letter]] {
    let around = blobs().filter { !surroundsTheMiddle($0) }
    return Dictionary(grouping: around, by: side).mapValues { $0.map(read) }
  }

  /// Whether a blob is the skull: its box holds the middle of the picture.
  private func surroundsTheMiddle(_ blob: [SIMD2<Int>]) -> Bool {
    let (low, high) = box(blob)
    let middle = SIMD2(picture.width / 2, picture.height / 2)
    return all(low .<= middle) && all(high .>= middle)
  }

  /// Connected bright pixels, corners included; specks of fewer than six are dust.
  private func blobs() -> [[SIMD2<Int>]] {
    var seen = bright.map { !$0 }
    var blobs: [[SIMD2<Int>]] = []
    for start in bright.indices where !seen[start] {
      seen[start] = true
      var blob = [SIMD2(start % picture.width, start / picture.width)]
      var next = 0
      while next < blob.count {
        for neighbour in neighbours(blob[next]) where !seen[offset(neighbour)] {
          seen[offset(neighbour)] = true
          blob.append(neighbour)
        }
        next += 1
      }
      if blob.count >= 6 { blobs.append(blob) }
    }
    return blobs
  }

  private func offset(_ p: SIMD2<Int>) -> Int { p.y * picture.width + p.x }

  private func neighbours(_ p: SIMD2<Int>) -> [SIMD2<Int>] {
    (-1...1).flatMap { dy in (-1...1).map { dx in SIMD2(p.x + dx, p.y + dy) } }
      .filter { $0.x >= 0 && $0.y >= 0 && $0.x < picture.width && $0.y < picture.height }
  }

  /// The side of the picture's two diagonals on which a blob's middle lies.
  private func side(_ blob: [SIMD2<Int>]) -> Side {
    let (low, high) = box(blob)
    let x = low.x + high.x + 1 - picture.width
    let y = low.y + high.y + 1 - picture.height
    if abs(x) > abs(y) { return x > 0 ? .right : .left }
    return y > 0 ? .bottom : .top
  }

  private func box(_ blob: [SIMD2<Int>]) -> (low: SIMD2<Int>, high: SIMD2<Int>) {
    blob.reduce((blob[0], blob[0])) { box, p in
      (pointwiseMin(box.0, p), pointwiseMax(box.1, p))
    }
  }

  /// The best of six letters in eight positions.
  private func read(_ blob: [SIMD2<Int>]) -> Letter {
    let (low, high) = box(blob)
    var best = (letter: Character("?"), score: -1.0)
    var bestUpright = best
    for (letter, bitmap) in Self.alphabet {
      for turn in 0..<8 {
        let score = agreement(bitmap, low, high, turn)
        if score > best.score { best = (letter, score) }
        if turn == 0, score > bestUpright.score { bestUpright = (letter, score) }
      }
    }
    // A letter that looks the same mirrored scores the same but for its pixels' places; one
    // that does not loses a quarter or more.
    let isUpright = bestUpright.letter == best.letter && bestUpright.score > best.score - 0.1
    return Letter(letter: best.letter, isUpright: isUpright)
  }

  /// The correlation of a bitmap with the blob's box, turned over and around; −1…1.
  private func agreement(
    _ bitmap: [String], _ low: SIMD2<Int>, _ high: SIMD2<Int>, _ turn: Int
  ) -> Double {
    let (rows, columns) = (bitmap.count, bitmap[0].count)
    var (sumA, sumB, sumAB, sumAA, sumBB) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for (row, line) in bitmap.enumerated() {
      for (column, mark) in line.enumerated() {
        let u = (Double(column) + 0.5) / Double(columns)
        let v = (Double(row) + 0.5) / Double(rows)
        let (a, b) = (mark == "#" ? 1.0 : 0, brightness(Self.turned(u, v, turn), low, high))
        (sumA, sumB, sumAB) = (sumA + a, sumB + b, sumAB + a * b)
        (sumAA, sumBB) = (sumAA + a * a, sumBB + b * b)
      }
    }
    let n = Double(rows * columns)
    let spread = (n * sumAA - sumA * sumA) * (n * sumBB - sumB * sumB)
    return spread > 0 ? (n * sumAB - sumA * sumB) / spread.squareRoot() : -1
  }

  /// The grey, bilinear between pixels, at a part (0…1) of the box's width and height.
  private func brightness(
    _ place: (u: Double, v: Double), _ low: SIMD2<Int>, _ high: SIMD2<Int>
  ) -> Double {
    guard case .gray8(let bytes) = picture.samples else { return 0 }
    let x = Double(low.x) - 0.5 + place.u * Double(high.x - low.x + 1)
    let y = Double(low.y) - 0.5 + place.v * Double(high.y - low.y + 1)
    func grey(_ column: Int, _ row: Int) -> Double {
      let p = SIMD2(
        min(max(column, 0), picture.width - 1), min(max(row, 0), picture.height - 1))
      return Double(bytes[offset(p)])
    }
    let (i, j) = (Int(x.rounded(.down)), Int(y.rounded(.down)))
    let (s, t) = (x - Double(i), y - Double(j))
    let upper = grey(i, j) * (1 - s) + grey(i + 1, j) * s
    let lower = grey(i, j + 1) * (1 - s) + grey(i + 1, j + 1) * s
    return upper * (1 - t) + lower * t
  }

  /// The eight turns and mirrorings of the unit square; 0 leaves it as it is.
  private static func turned(_ u: Double, _ v: Double, _ turn: Int) -> (u: Double, v: Double) {
    let (a, b) = turn & 4 == 0 ? (u, v) : (v, u)
    return (turn & 1 == 0 ? a : 1 - a, turn & 2 == 0 ? b : 1 - b)
  }

  /// How people write the six letters.
  private static let alphabet: [(letter: Character, bitmap: [String])] = [
    ("L", ["#....", "#....", "#....", "#....", "#....", "#....", "#####"]),
    ("R", ["####.", "#...#", "#...#", "####.", "#.#..", "#..#.", "#...#"]),
    ("A", ["..#..", "..#..", ".#.#.", ".#.#.", "#####", "#...#", "#...#"]),
    ("P", ["####.", "#...#", "#...#", "####.", "#....", "#....", "#...."]),
    ("H", ["#...#", "#...#", "#...#", "#####", "#...#", "#...#", "#...#"]),
    ("F", ["#####", "#....", "#....", "####.", "#....", "#....", "#...."]),
  ]
}
