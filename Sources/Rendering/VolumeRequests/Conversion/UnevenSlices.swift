/// What becomes of irregular stacks where a format knows only even ones.
public enum UnevenSlices: String, Codable, CaseIterable, Hashable, Sendable {
  /// They are refused, with what could be done.
  case refused
  /// They are written as if their slices were even.
  case asEven = "as-even"
  /// They are resampled to an even grid of their smallest slice distance.
  case resampled
}
