import DICOMImaging
import VolumeModel

/// What is worth telling about the places of slices that are not quite where the grid puts them.
struct DeviationRules {
  private let stack: StackGeometry
  private let slices: [SliceSource]

  /// - Parameters:
  ///   - stack: The stack, or the first of its phases.
  ///   - slices: The slices of all phases.
  init(_ stack: StackGeometry, slices: [SliceSource]) {
    self.stack = stack
    self.slices = slices
  }

  var findings: [Finding] {
    [nearlyEven, nearlyStraight, roundedDirections, assumedSpacing].compactMap(\.self)
  }

  private var nearlyEven: Finding? {
    let deviation = stack.deviation
    guard stack.grid.slicePositions == nil, !deviation.isSilentlyEven else { return nil }
    let gaps = stack.gaps
    let largest = deviation.along
    return Finding(
      .nearlyEven, severity: .warning,
      message:
        "slice distances run from \(text(gaps.min() ?? 0)) to \(text(gaps.max() ?? 0)) mm; the stack "
        + "is taken as even, which moves a slice by up to \(text(largest)) mm",
      values: [
        "deviation": [largest], "tolerance": [deviation.alongLimit],
        "minimum": [gaps.min() ?? 0], "median": [stack.medianGap], "maximum": [gaps.max() ?? 0],
      ])
  }

  private var nearlyStraight: Finding? {
    let deviation = stack.deviation
    guard !deviation.isSilentlyStraight else { return nil }
    return Finding(
      .nearlyStraight, severity: .warning,
      message:
        "positions leave the straight line through the stack by up to \(text(deviation.sideways)) mm; "
        + "every slice is drawn to the line",
      values: ["deviation": [deviation.sideways], "tolerance": [deviation.sidewaysLimit]])
  }

  private var roundedDirections: Finding? {
    let corrections = slices.compactMap { $0.plane?.directionCorrection }
    guard let largest = corrections.max(), largest > 0 else { return nil }
    let size = stack.grid.dimensions
    let extent =
      Double(size.columns) * stack.grid.spacing.x + Double(size.rows) * stack.grid.spacing.y
    return Finding(
      .roundedDirections, severity: .warning,
      message:
        "direction cosines are \((largest * 100).shortText) % off length 1 or a right angle, as "
        + "rounding leaves them; they were set right, which moves the far corner by up to "
        + "\(text(largest * extent)) mm",
      values: ["deviation": [largest], "farCorner": [largest * extent]])
  }

  private var assumedSpacing: Finding? {
    guard slices.contains(where: \.isPlaceAssumed) else { return nil }
    let spacing = stack.grid.spacing
    return Finding(
      .assumedSpacing, severity: .warning,
      message:
        "Pixel Spacing is not in the files: \(text(spacing.x)) × \(text(spacing.y)) mm was taken as "
        + "given; positions and orientation are the files' own",
      values: ["spacing": [spacing.x, spacing.y]])
  }

  /// A length in mm with the digits that micrometres need.
  private func text(_ length: Double) -> String {
    guard length != 0, abs(length) < 0.01, length.isFinite else { return length.shortText }
    return "\((length * 1e8).rounded() / 1e8)"
  }
}
