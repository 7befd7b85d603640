import Geometry
import TestSupport
import Testing
import VolumeModel

@testable import Presentation

@Suite struct `An annotated picture` {
  private func picture(_ width: Int, _ height: Int, grey: UInt8 = 0) -> Raster {
    Raster(
      width: width, height: height, samples: .gray8(.init(repeating: grey, count: width * height)))
  }

  private func bytes(_ raster: Raster) -> [UInt8] {
    if case .gray8(let bytes) = raster.samples { return bytes }
    return []
  }

  /// The ink in a part of a picture, cut to its bounds.
  private func ink(_ raster: Raster, columns: Range<Int>, rows: Range<Int>) -> [[UInt8]] {
    let all = bytes(raster)
    let part = rows.map { row in columns.map { all[row * raster.width + $0] } }
    let filled = part.filter { $0.contains { $0 > 0 } }
    let used = columns.indices.map { $0 - columns.startIndex }
      .filter { n in filled.contains { $0[n] > 0 } }
    guard let first = used.first, let last = used.last else { return [] }
    return filled.map { Array($0[first...last]) }
  }

  /// Which of the letters of the body is drawn in a part of a picture.
  private func letter(_ raster: Raster, _ columns: Range<Int>, _ rows: Range<Int>) -> String? {
    let drawn = ink(raster, columns: columns, rows: rows)
    return ["R", "L", "A", "P", "H", "F"].first { letter in
      let mask = TextLine(text: letter, capHeight: 11).mask(at: .zero)
      let template = (0..<mask.height).map { row in
        (0..<mask.width).map { UInt8((mask[$0, row] * 255).rounded()) }
      }
      return template.map { $0.filter { $0 > 0 } } == drawn.map { $0.filter { $0 > 0 } }
    }
  }

  @Test func `of a coronal plane reads R, L, H and F at its sides`() throws {
    let plane = try #require(
      PlaneGeometry(
        width: 512, height: 512, right: PatientVector(1, 0, 0), down: PatientVector(0, 0, -1),
        center: PatientPoint(0, 0, 0), pixelWidth: 0.5))
    let annotation = Annotation(sides: .init(of: plane))
    let marked = picture(512, 512).annotated(with: annotation)
    #expect(letter(marked, 0..<100, 200..<312) == "R")
    #expect(letter(marked, 412..<512, 200..<312) == "L")
    #expect(letter(marked, 200..<312, 0..<100) == "H")
    #expect(letter(marked, 200..<312, 412..<512) == "F")
  }

  @Test(arguments: [0.01, 0.2, 0.48, 0.78125, 1, 3.75, 20])
  func `has a scale bar as long as its label says`(pixel: Double) throws {
    let marked = picture(600, 400).annotated(with: Annotation(millimetersPerPixel: pixel))
    let all = bytes(marked)
    // The bar is the lowest row with ink, and the label is not as low.
    let rows = (0..<400).filter { row in all[row * 600..<(row + 1) * 600].contains { $0 > 127 } }
    let lowest = try #require(rows.last)
    let covered = all[lowest * 600..<(lowest + 1) * 600].reduce(0) { $0 + Double($1) / 255 }
    let bar = try #require(ScaleBar(millimetersPerPixel: pixel, longest: 180))
    // Greys of two ends, each rounded to 1/255.
    #expect(abs(covered * pixel - bar.millimeters) <= pixel / 100, "\(bar.label)")
    #expect(bar.pixels <= 180 && bar.pixels > 180 / 2.6)
  }

  @Test func `measures in units that people use`() {
    let labels = [0.001, 0.01, 0.1, 0.5, 1, 10].map {
      ScaleBar(millimetersPerPixel: $0, longest: 100)?.label
    }
    #expect(labels == ["100 µm", "1 mm", "1 cm", "5 cm", "10 cm", "100 cm"])
    #expect(ScaleBar(millimetersPerPixel: .nan, longest: 100) == nil)
    #expect(ScaleBar(millimetersPerPixel: 1, longest: 3) == nil)
  }

  @Test(arguments: [0, 128, 255] as [UInt8])
  func `is readable on black, grey and white`(grey: UInt8) {
    let annotation = Annotation(topLeft: ["C 40  W 400 HU"])
    let marked = bytes(picture(512, 512, grey: grey).annotated(with: annotation))
    // Ink is white, and every white pixel has black within the rim.
    var surrounded = 0
    for row in 2..<60 {
      for column in 2..<200 where marked[row * 512 + column] > 250 {
        let isNear = (-4...4).contains { y in
          (-4...4).contains { x in
            let place = (row + y) * 512 + column + x
            return row + y >= 0 && column + x >= 0 && marked[place] < 40
          }
        }
        if isNear { surrounded += 1 } else if grey != 255 { surrounded -= 1000 }
      }
    }
    #expect(surrounded > 50, "the letters have some 80 wholly white pixels")
  }

  @Test func `has the same marks in every kind of picture`() {
    let annotation = Annotation(
      sides: .init(left: "R", right: "L", top: "AH", bottom: "PF"), millimetersPerPixel: 1,
      topRight: ["axial 3/9"])
    let count = 300 * 200
    let grey = bytes(picture(300, 200).annotated(with: annotation))
    let deep = Raster(
      width: 300, height: 200, samples: .gray16(.init(repeating: 0, count: count))
    ).annotated(with: annotation)
    let color = Raster(
      width: 300, height: 200, samples: .rgb8(.init(repeating: 0, count: 3 * count))
    ).annotated(with: annotation)
    guard case .gray16(let words) = deep.samples, case .rgb8(let channels) = color.samples else {
      Issue.record("the kind of picture changed")
      return
    }
    let isDeep = zip(words, grey).allSatisfy { (word: UInt16, byte: UInt8) -> Bool in
      abs(Int(word) - Int(byte) * 257) <= 257
    }
    let isGrey = channels.indices.allSatisfy { channels[$0] == grey[$0 / 3] }
    #expect(isDeep && isGrey)
  }

  @Test func `of any size is drawn, and keeps its size`() {
    let annotation = Annotation(
      sides: .init(left: "RAH", right: "LPF", top: "H", bottom: "F"), millimetersPerPixel: 0.5,
      topLeft: ["one", "two", "three"], topRight: [String(repeating: "long ", count: 1000)],
      bottomLeft: ["C 40"], bottomRight: ["x"],
      lines: [
        ReferenceLine(from: SIMD2(-50, 3), to: SIMD2(1e4, 8)),
        ReferenceLine(from: SIMD2(.nan, 0), to: SIMD2(1e300, 1)),
      ], crosshair: SIMD2(1e300, 0))
    for (width, height) in [(1, 1), (2, 40), (40, 2), (17, 17), (64, 64), (33, 700), (1500, 90)] {
      let marked = picture(width, height).annotated(with: annotation)
      #expect(marked.width == width && marked.height == height)
    }
  }

  @Test func `keeps the pixels that no mark covers`() {
    let raster = Raster(
      width: 400, height: 400,
      samples: .gray8((0..<160_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }))
    let annotation = Annotation(
      sides: .init(left: "R", right: "L", top: "A", bottom: "P"), millimetersPerPixel: 1,
      topLeft: ["CT"], bottomLeft: ["C 40"])
    let (before, after) = (bytes(raster), bytes(raster.annotated(with: annotation)))
    let changed = before.indices.filter { before[$0] != after[$0] }
    let isInMiddle = changed.contains {
      (60..<340).contains($0 / 400) && (40..<360).contains($0 % 400)
    }
    #expect(!isInMiddle && !changed.isEmpty && changed.count < 160_000 / 20)
  }
}

@Suite struct `The line of another plane` {
  private func plane(
    _ right: PatientVector, _ down: PatientVector, at center: PatientPoint, width: Int = 100,
    height: Int = 80, pixel: Double = 1
  ) throws -> PlaneGeometry {
    try #require(
      PlaneGeometry(
        width: width, height: height, right: right, down: down, center: center, pixelWidth: pixel))
  }

  @Test func `is where a coronal plane crosses an axial one`() throws {
    let axial = try plane(
      PatientVector(1, 0, 0), PatientVector(0, 1, 0), at: PatientPoint(0, 0, 10))
    let coronal = try plane(
      PatientVector(1, 0, 0), PatientVector(0, 0, -1), at: PatientPoint(0, 20, 0), width: 60,
      pixel: 0.5)
    let line = try #require(ReferenceLine(in: axial, of: coronal))
    // y = 20 is row 39.5 + 20; the coronal picture is 30 mm wide around x = 0, column 49.5.
    let ends = [line.start.x, line.end.x].sorted()
    #expect(abs(line.start.y - 59.5) < 1e-9 && abs(line.end.y - 59.5) < 1e-9)
    #expect(abs(ends[0] - 34.5) < 1e-9 && abs(ends[1] - 64.5) < 1e-9)
    #expect(ReferenceLine(in: axial, of: axial.moved(away: 5)) == nil)
    #expect(ReferenceLine(in: axial, of: coronal.moved(away: 500)) == nil)
  }

  @Test func `lies in both pictures for any two planes`() throws {
    var random = SeededRandom(21)
    func direction() -> PatientVector {
      PatientVector(
        random.number(in: -1...1), random.number(in: -1...1), random.number(in: -1...1))
    }
    func anyPlane() throws -> PlaneGeometry {
      let right = direction()
      let down = right.cross(direction()).cross(right)
      return try plane(right, down, at: PatientPoint(0, 0, 0) + direction() * 10, pixel: 0.7)
    }
    var met = 0
    for _ in 0..<100 {
      let (a, b) = (try anyPlane(), try anyPlane())
      guard let line = ReferenceLine(in: a, of: b) else { continue }
      met += 1
      for end in [line.start, line.end] {
        let point = a.pixelToPatient(Point3<PixelSpace>(end.x, end.y, 0))
        let offset = point - b.center
        #expect(abs(offset.dot(b.normal)) < 1e-6)
        #expect(abs(offset.dot(b.right)) < 35 + 1e-6 && abs(offset.dot(b.down)) < 28 + 1e-6)
        #expect(end.x > -0.5 - 1e-6 && end.x < 99.5 + 1e-6)
        #expect(end.y > -0.5 - 1e-6 && end.y < 79.5 + 1e-6)
      }
    }
    #expect(met > 50)
  }
}
