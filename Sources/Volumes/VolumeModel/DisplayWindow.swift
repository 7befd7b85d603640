/// How modality values become grey: a centre, a width and a function (PS3.3 C.11.2.1.2).
public struct DisplayWindow: Hashable, Sendable {
  /// The shape of the curve between black and white.
  public enum Function: String, CaseIterable, Codable, Hashable, Sendable {
    /// DICOM's default, made for whole numbers: width − 1 steps (PS3.3 C.11.2.1.2.1).
    case linear = "linear"
    /// The straight line from centre − width/2 to centre + width/2 (C.11.2.1.3.2).
    case linearExact = "linear-exact"
    /// 1 / (1 + exp(−4 (x − c) / w)) (C.11.2.1.3.1).
    case sigmoid = "sigmoid"
  }

  /// The value in the middle, in the volume's unit.
  public var center: Double
  /// The distance between black and white, in the volume's unit.
  public var width: Double
  /// The shape of the curve.
  public var function: Function

  /// Creates a window, or nil unless the numbers are finite and the width is at least 1 for
  /// ``Function/linear`` and above 0 for the others (PS3.3 C.11.2.1.2.1, C.11.2.1.3).
  public init?(center: Double, width: Double, function: Function = .linear) {
    guard center.isFinite, width.isFinite, function == .linear ? width >= 1 : width > 0 else {
      return nil
    }
    self.center = center
    self.width = width
    self.function = function
  }
}
