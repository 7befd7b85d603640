import DICOMImaging

/// What is worth telling of slopes and intercepts that change from slice to slice.
///
/// PET and some MR scale every slice to its own largest value, and then all goes together. A
/// CT does not; nor does an intercept change, or a sign.
struct RescaleRule {
  private let slices: [SliceSource]
  private let slopes: [Double]
  private let intercepts: [Double]

  init(_ slices: [SliceSource]) {
    self.slices = slices
    slopes = slices.map(\.frame.rescale.slope)
    intercepts = slices.map(\.frame.rescale.intercept)
  }

  /// How many times a slope may be as large as another of its stack.
  private static let sensibleRatio = 1e4

  var finding: Finding? {
    guard let low = slopes.min(), let high = slopes.max(), let lowest = intercepts.min(),
      let highest = intercepts.max(), low != high || lowest != highest
    else { return nil }
    let numbers = "slopes \(text(low, high)), intercepts \(text(lowest, highest))"
    let isGrave =
      lowest != highest || low < 0 && high > 0 || ratio > Self.sensibleRatio || isCT
      || !silent.isEmpty
    guard isGrave else {
      return finding(
        .note,
        "slope or intercept changes from slice to slice; each slice is rescaled with its own")
    }
    let silence =
      silent.isEmpty
      ? ""
      : "; \(silent.count) of \(slices.count) slices state none and are taken as they are stored"
    return finding(
      .warning,
      "slope or intercept changes from slice to slice (\(numbers)\(silence)): values may jump; each "
        + "slice is rescaled with its own")
  }

  private func finding(_ severity: Finding.Severity, _ message: String) -> Finding {
    Finding(
      .varyingRescale, severity: severity, message: message,
      values: [
        "slopes": [slopes.min() ?? 1, slopes.max() ?? 1],
        "intercepts": [intercepts.min() ?? 0, intercepts.max() ?? 0],
      ],
      files: silent)
  }

  private var isCT: Bool { slices.contains { $0.header.series.modality == "CT" } }

  private var ratio: Double {
    let sizes = slopes.map(abs)
    return (sizes.max() ?? 1) / (sizes.min() ?? 1)
  }

  /// The files of slices without a rescale among slices that have one.
  private var silent: [String] {
    let bare = slices.filter { !$0.frame.rescale.isStated && !$0.frame.rescale.statesSlope }
    return bare.count == slices.count ? [] : bare.map(\.path)
  }

  private func text(_ low: Double, _ high: Double) -> String {
    low == high ? "\(low)" : "\(low) to \(high)"
  }
}
