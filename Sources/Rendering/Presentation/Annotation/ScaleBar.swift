/// A bar of a round length in the patient.
public struct ScaleBar: Hashable, Sendable {
  /// Its length in mm.
  public let millimeters: Double
  /// Its length in pixels.
  public let pixels: Double
  /// Where ticks stand, in pixels from its beginning: every tenth, fifth or half.
  public let ticks: [Double]

  /// Chooses the longest bar of 1, 2 or 5 times a power of ten that is at most `longest` pixels
  /// long; nil when a pixel's size is no positive number or nothing fits.
  ///
  /// - Parameters:
  ///   - millimetersPerPixel: The size of a pixel along the bar.
  ///   - longest: The most pixels.
  public init?(millimetersPerPixel: Double, longest: Double) {
    let most = millimetersPerPixel * longest
    guard millimetersPerPixel.isFinite, millimetersPerPixel > 0, longest >= 8, most > 1e-6,
      most < 1e9
    else { return nil }
    var power = 1e-6
    while power * 10 <= most { power *= 10 }
    let digit = [5.0, 2, 1].first { $0 * power <= most } ?? 1
    // Through whole numbers, so that 20 mm is not 20.000000000000004.
    millimeters = power < 1 ? digit / (1 / power).rounded() : digit * power.rounded()
    pixels = millimeters / millimetersPerPixel
    let parts = digit == 1 ? 10 : Int(digit)
    let length = pixels
    ticks = (0...parts).map { length * Double($0) / Double(parts) }
  }

  /// `5 cm`, `2 mm`, `200 µm`.
  public var label: String {
    func text(_ number: Double) -> String { "\(Int(number.rounded()))" }
    if millimeters >= 10 { return text(millimeters / 10) + " cm" }
    return millimeters >= 1 ? text(millimeters) + " mm" : text(millimeters * 1000) + " µm"
  }
}
