import TestSupport
import Testing

@testable import DerivedObjects

@Suite struct QuantisationTests {
  private static func chosen(
    _ values: [Float], source: (slope: Double, intercept: Double)? = nil,
    _ kind: CalibratedClass = .ct
  ) -> ValueQuantisation {
    ValueQuantisation(ValueSurvey(values, source: source), source: source, rule: kind.rule)
  }

  /// The values that a reader gets back.
  private static func readBack(_ values: [Float], _ stored: ValueQuantisation) -> [Float] {
    let bytes = stored.bytes(of: values)
    return values.indices.map { n in
      let word = UInt16(bytes[2 * n]) | UInt16(bytes[2 * n + 1]) << 8
      let number = stored.isSigned ? Int(Int16(bitPattern: word)) : Int(word)
      return number == stored.padding
        ? .nan : Float(Double(number) * stored.slope + stored.intercept)
    }
  }

  @Test func `whole Hounsfield units are stored as they are`() {
    let values: [Float] = [-1024, -1000, 0, 17, 3071]
    let stored = Self.chosen(values)
    #expect(stored.slope == 1 && stored.intercept == 0 && stored.largestError == 0)
    #expect(stored.isSigned && stored.padding == nil)
    #expect(Self.readBack(values, stored) == values)
  }

  @Test func `values between are stored in the finest power of two that fits`() {
    let stored = Self.chosen([-1000.3, 1500.7])
    #expect(stored.slope == 1.0 / 16 && stored.largestError == 1.0 / 32)
    // A step finer would leave 16 bits.
    #expect(1500.7 / (stored.slope / 2) > 32_767 - 0.5 || stored.intercept != 0)
  }

  @Test func `missing values are padding, which no value becomes`() {
    let values: [Float] = [.nan, -32_767, 32_767, .infinity]
    let stored = Self.chosen(values)
    #expect(stored.padding == -32_768 && stored.slope == 1)
    let back = Self.readBack(values, stored)
    #expect(back[0].isNaN && back[1] == -32_767 && back[2] == 32_767 && back[3].isNaN)
  }

  @Test func `a series without any value is all padding`() {
    let stored = Self.chosen([.nan, .nan], source: nil, .mr)
    #expect(Self.readBack([.nan, .nan], stored).allSatisfy { $0.isNaN })
  }

  @Test func `values on the source's steps keep them, and are exact`() {
    let source = (slope: 1.8593406593, intercept: 0.0)
    let values = (0..<4000).map { Float(Double($0) * source.slope) }
    let stored = Self.chosen(values, source: source, .mr)
    #expect(stored.slope == source.slope && stored.largestError == 0)
    #expect(Self.readBack(values, stored) == values)
  }

  @Test func `PET has no intercept, and no sign where nothing is negative`() {
    let stored = Self.chosen([0, 30_000.5], source: nil, .pet)
    #expect(stored.intercept == 0 && !stored.isSigned)
    #expect(Self.chosen([70_000, 70_000.5], source: nil, .pet).intercept == 0)
  }

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `what is read back is within the stated error`(seed: UInt64) {
    var random = SeededRandom(seed)
    let scale = Double.random(in: -30...30, using: &random)
    let middle = Double.random(in: -1...1, using: &random)
    let values = (0..<500).map { _ in
      Float((middle + random.number(in: -1...1)) * Double.exp2(scale))
    }
    for kind in [CalibratedClass.ct, .mr, .pet] {
      let stored = Self.chosen(values + [.nan], source: nil, kind)
      let back = Self.readBack(values, stored)
      // The floats around a value are apart by its 2⁻²³rd part.
      let worst = zip(values, back).map { abs(Double($0) - Double($1)) - Double($0.ulp) }.max() ?? 0
      #expect(worst <= stored.largestError, "seed \(seed)")
      // No more than one bit is wasted, beside the sign and the padding.
      let span = Double((values.max() ?? 0) - (values.min() ?? 0))
      let largest = Double(values.map(abs).max() ?? 0)
      #expect(stored.slope <= max(span, kind == .pet ? largest : span) / 16_000, "seed \(seed)")
    }
  }

  @Test func `whole values beyond 16 bits are stored as finely as they can be`() {
    let stored = Self.chosen([-100_000, 100_000])
    #expect(stored.slope == 4 && stored.largestError == 2)
  }
}

extension Double {
  fileprivate static func exp2(_ power: Double) -> Double {
    var result = 1.0
    let whole = power.rounded(.down)
    result = Double(sign: .plus, exponent: Int(whole), significand: 1)
    return result * (1 + (power - whole))
  }
}
