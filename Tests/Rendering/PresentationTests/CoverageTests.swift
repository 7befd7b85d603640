import TestSupport
import Testing

@testable import Presentation

@Suite struct `The coverage of pixels` {
  /// Twice the signed area inside a polygon (Gauss).
  private func area(_ polygon: [SIMD2<Double>]) -> Double {
    zip(polygon, polygon.dropFirst() + [polygon[0]])
      .reduce(0) { $0 + ($1.0.x * $1.1.y - $1.1.x * $1.0.y) / 2 }
  }

  @Test func `sums to the area of a polygon, wherever it lies`() {
    var random = SeededRandom(8)
    for _ in 0..<200 {
      let triangle = (0..<3).map { _ in
        SIMD2(random.number(in: -9...30), random.number(in: -9...30))
      }
      let mask = CoverageMask(polygons: [triangle])
      let sum = mask.coverage.reduce(0) { $0 + Double($1) }
      // Single precision in each of at most 1600 pixels.
      #expect(abs(sum - abs(area(triangle))) < 1e-3, "\(triangle)")
    }
  }

  @Test func `is the part of each pixel that a slow count of points finds`() {
    let triangle = [SIMD2(0.3, 0.2), SIMD2(7.7, 2.9), SIMD2(2.1, 5.6)]
    let mask = CoverageMask(polygons: [triangle])
    func isInside(_ p: SIMD2<Double>) -> Bool {
      (0..<3).allSatisfy { n in
        let (a, b) = (triangle[n], triangle[(n + 1) % 3])
        return (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x) >= 0
      }
    }
    let points = 64
    for row in 0..<mask.height {
      for column in 0..<mask.width {
        let inside = (0..<points * points).count { n in
          let x = (Double(n % points) + 0.5) / Double(points)
          let y = (Double(n / points) + 0.5) / Double(points)
          return isInside(SIMD2(Double(column) + x, Double(row) + y))
        }
        // A line through a pixel leaves at most some 64 of its 4096 points uncertain.
        let counted = Float(inside) / Float(points * points)
        #expect(abs(mask[column, row] - counted) < 0.016, "(\(column), \(row))")
      }
    }
  }

  @Test func `leaves holes free and unites what overlaps`() {
    let outer = [SIMD2(0.0, 0), SIMD2(9, 0), SIMD2(9, 9), SIMD2(0, 9)]
    let hole = [SIMD2(3.0, 3), SIMD2(3, 6), SIMD2(6, 6), SIMD2(6, 3)]
    let ring = CoverageMask(polygons: [outer, hole])
    #expect(ring[4, 4] == 0 && ring[1, 4] == 1 && ring[8, 8] == 1)
    let twice = CoverageMask(polygons: [outer, outer.map { $0 + 4 }])
    #expect(twice.coverage.allSatisfy { $0 <= 1 } && twice[6, 6] == 1)
  }

  @Test func `of nothing is empty`() {
    #expect(CoverageMask(polygons: []).coverage.isEmpty)
    #expect(TextLine(text: "  ", capHeight: 10).mask(at: .zero).coverage.isEmpty)
  }
}

@Suite struct `Text in pictures` {
  @Test func `has every letter of Western, Central and Eastern Europe, and shows what it lacks`() {
    let known = "Aa09 ~ÄéßŁőŽ ΣΩµ ЖяЙ °±²×−…≤"
    #expect(known.unicodeScalars.allSatisfy(Glyph.exists))
    let unknown = TextLine(text: "日", capHeight: 12)
    #expect(unknown.width > 0 && unknown.mask(at: .zero).coverage.contains { $0 == 1 })
  }

  @Test(arguments: [7, 11, 16, 40]) func `stands on whole pixels: capitals have sharp edges`(
    capHeight: Int
  ) {
    let mask = TextLine(text: "H", capHeight: capHeight).mask(at: SIMD2(0, capHeight))
    #expect(mask.origin.y == 0 && mask.height == capHeight)
    let stem = (0..<mask.width).first { mask[$0, 0] > 0.9 }
    #expect(stem != nil, "the stem is as dark in the first row as in the last")
  }

  @Test func `that is too long ends in an ellipsis and fits`() throws {
    let line = TextLine(text: "Thorax nativ und nach Kontrastmittel", capHeight: 10)
    let fitted = try #require(line.fitted(into: 120))
    #expect(fitted.width <= 120 && fitted.text.hasSuffix("…") && fitted.text.hasPrefix("Thorax"))
    #expect(line.fitted(into: line.width)?.text == line.text)
    #expect(line.fitted(into: 5) == nil)
  }

  /// Pillow draws the same font with FreeType, 16 times larger, and averages.
  private struct Drawn: Decodable {
    let origin: [Int]
    let width: Int
    let height: Int
    let coverage: [Double]
  }

  @Test(.needsPeers, arguments: ["L", "R", "8", "g", "é", "Σ", "Ж", "…"])
  func `looks as FreeType draws it`(letter: String) throws {
    let capHeight = 24
    let drawn: Drawn = try Peers.answer(of: "glyph", letter, "\(capHeight)", "1493", "2048")
    let mask = TextLine(text: letter, capHeight: capHeight).mask(at: SIMD2(0, 0))
    var worst = 0.0
    for row in 0..<drawn.height {
      for column in 0..<drawn.width {
        let (x, y) = (column + drawn.origin[0], row + drawn.origin[1])
        let ours = Double(mask[x - mask.origin.x, y - mask.origin.y])
        worst = max(worst, abs(ours - drawn.coverage[row * drawn.width + column]))
      }
    }
    // FreeType rounds outlines to 1/64 of its own, 16 times smaller, pixels; its size to 1/64.
    #expect(worst < 0.06, "\(letter) differs by \(worst)")
  }
}
