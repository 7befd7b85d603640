import Geometry
import Testing
import VolumeModel

@testable import Presentation

/// A row of greys that a window should give.
struct ExpectedGreys: CustomTestStringConvertible, Sendable {
  var function: DisplayWindow.Function
  var center: Double
  var width: Double
  var depth: GreyDepth
  var greys: [Int]

  var testDescription: String { "\(function) \(center),\(width) \(depth.rawValue) bits" }

  init(
    _ function: DisplayWindow.Function, _ center: Double, _ width: Double, _ depth: GreyDepth,
    _ greys: [Int]
  ) {
    (self.function, self.center, self.width) = (function, center, width)
    (self.depth, self.greys) = (depth, greys)
  }

  static let values: [Float] = [
    -1000, -101, -100, -99.5, -99, -50, -1, -0.5, 0, 0.25, 1, 50, 98.5, 99, 99.5, 100, 101, 3000,
  ]

  /// Computed in Python from the text of PS3.3 C.11.2.1.2 and C.11.2.1.3 case by case, and
  /// rounded by floor(y + 0.5).
  static let table: [ExpectedGreys] = [
    .init(
      .linear, 0, 200, .eight,
      [0, 0, 0, 1, 1, 64, 127, 128, 128, 128, 129, 192, 254, 255, 255, 255, 255, 255]),
    .init(
      .linear, 0, 200, .sixteen,
      [
        0, 0, 0, 165, 329, 16466, 32603, 32768, 32932, 33014, 33261, 49398, 65370, 65535, 65535,
        65535, 65535, 65535,
      ]),
    .init(
      .linear, 40, 80, .eight,
      [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 3, 161, 255, 255, 255, 255, 255, 255]),
    .init(
      .linear, 40, 80, .sixteen,
      [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 207, 830, 41478, 65535, 65535, 65535, 65535, 65535, 65535,
      ]),
    .init(
      .linear, 0.5, 1, .eight,
      [0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 255]),
    .init(
      .linearExact, 0, 200, .eight,
      [0, 0, 0, 1, 1, 64, 126, 127, 128, 128, 129, 191, 253, 254, 254, 255, 255, 255]),
    .init(
      .linearExact, 0, 200, .sixteen,
      [
        0, 0, 0, 164, 328, 16384, 32440, 32604, 32768, 32849, 33095, 49151, 65043, 65207, 65371,
        65535, 65535, 65535,
      ]),
    .init(
      .linearExact, 0, 2, .eight,
      [0, 0, 0, 0, 0, 0, 0, 64, 128, 159, 255, 255, 255, 255, 255, 255, 255, 255]),
    .init(
      .sigmoid, 0, 200, .eight,
      [0, 30, 30, 31, 31, 69, 126, 127, 128, 128, 129, 186, 224, 224, 224, 225, 225, 255]),
    .init(
      .sigmoid, 0, 200, .sixteen,
      [
        0, 7675, 7812, 7881, 7951, 17625, 32440, 32604, 32768, 32849, 33095, 47910, 57514, 57584,
        57654, 57723, 57860, 65535,
      ]),
    .init(
      .sigmoid, 40, 80, .eight,
      [0, 0, 0, 0, 0, 3, 29, 30, 30, 31, 32, 159, 242, 242, 243, 243, 243, 255]),
  ]
}

@Suite struct `Display windows` {
  @Test(arguments: ExpectedGreys.table)
  func `give the greys of the standard's formulas`(expected: ExpectedGreys) throws {
    let window = try #require(
      DisplayWindow(
        center: expected.center, width: expected.width, function: expected.function))
    let picture = try plane(ExpectedGreys.values).displayed(with: window, depth: expected.depth)
    #expect(greys(of: picture) == expected.greys)
  }

  @Test func `round half up, never half to even`() throws {
    // (x / 30 + 0.5) · 255 is 76.5, 110.5, 144.5, 178.5 and 246.5, in double precision too.
    let window = try #require(DisplayWindow(center: 0, width: 30, function: .linearExact))
    let picture = try plane([-6, -2, 2, 6, 14]).displayed(with: window)
    #expect(greys(of: picture) == [77, 111, 145, 179, 247])
  }

  @Test(arguments: DisplayWindow.Function.allCases, GreyDepth.allCases)
  func `show what has no value black, inverted or not`(
    function: DisplayWindow.Function, depth: GreyDepth
  ) throws {
    let window = try #require(DisplayWindow(center: 0, width: 4, function: function))
    for inverted in [false, true] {
      let picture = try plane([.nan, 0]).displayed(with: window, depth: depth, inverted: inverted)
      #expect(greys(of: picture)[0] == 0)
      #expect(greys(of: picture)[1] > 0)
    }
  }

  @Test(arguments: DisplayWindow.Function.allCases)
  func `saturate at infinity`(function: DisplayWindow.Function) throws {
    let window = try #require(DisplayWindow(center: 0, width: 4, function: function))
    let picture = try plane([-.infinity, .infinity]).displayed(with: window)
    #expect(greys(of: picture) == [0, 255])
  }

  @Test(arguments: GreyDepth.allCases)
  func `inverted give white minus the grey`(depth: GreyDepth) throws {
    let values = (0..<1000).map { Float($0) * 0.37 - 100 }
    let window = try #require(DisplayWindow(center: 50, width: 130))
    let straight = greys(of: try plane(values).displayed(with: window, depth: depth))
    let inverted = try plane(values).displayed(with: window, depth: depth, inverted: true)
    #expect(greys(of: inverted) == straight.map { depth.white - $0 })
  }

  @Test func `agree for one value and for many`() throws {
    let window = try #require(DisplayWindow(center: 50, width: 130))
    let values = (0..<1000).map { Float($0) * 0.37 - 100 }
    let picture = try plane(values).displayed(with: window, depth: .sixteen)
    #expect(greys(of: picture) == values.map { Int(window.grey(of: $0, white: 65535)) })
  }

  @Test func `keep the pixel size, also when it is not square`() throws {
    let geometry = try #require(
      PlaneGeometry(
        width: 1, height: 1, right: PatientVector(1, 0, 0), down: PatientVector(0, 1, 0),
        center: PatientPoint(0, 0, 0), pixelWidth: 0.5, pixelHeight: 2))
    let picture = PlaneImage(geometry: geometry, values: [0]).displayed(with: .preset(.lung))
    #expect(picture.pixelSize == SIMD2(0.5, 2))
  }
}

func plane(_ values: [Float]) throws -> PlaneImage {
  let geometry = try #require(
    PlaneGeometry(
      width: values.count, height: 1, right: PatientVector(1, 0, 0),
      down: PatientVector(0, 1, 0), center: PatientPoint(0, 0, 0), pixelWidth: 1))
  return PlaneImage(geometry: geometry, values: values)
}

func greys(of picture: Raster) -> [Int] {
  switch picture.samples {
  case .gray8(let bytes), .rgb8(let bytes): bytes.map(Int.init)
  case .gray16(let words): words.map(Int.init)
  }
}
