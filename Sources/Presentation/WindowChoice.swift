public import VolumeModel
public import WorkScheduling

/// How the display window of a volume is chosen.
public enum WindowChoice: Hashable, Sendable {
  /// The series' own first window; without one, from the 0.5 to the 99.5 percentile of the
  /// valid voxels.
  case automatic
  /// From the smallest to the largest valid value.
  case full
  /// A preset.
  case preset(WindowPreset)
  /// This very window.
  case explicit(DisplayWindow)

  /// Returns the window to show a volume with: one window for all its pictures.
  ///
  /// - Parameters:
  ///   - volume: The volume.
  ///   - function: The shape of the curve; nil keeps the window's own, or that of the series'
  ///     first window, or linear. An explicit window keeps its own.
  ///   - scheduler: The workers.
  /// - Returns: The window.
  /// - Throws: `WorkCancelled`.
  public func resolve(
    for volume: Volume, function: DisplayWindow.Function? = nil,
    scheduler: WorkScheduler = WorkScheduler()
  ) throws -> DisplayWindow {
    let own = volume.attributes.windows.first
    let shape = function ?? own?.function ?? .linear
    switch self {
    case .explicit(let window):
      return window
    case .preset(let preset):
      return preset.window(function: shape)
    case .full:
      return DisplayWindow(covering: volume.valueRange, function: shape)
    case .automatic:
      // A width that the chosen function cannot have falls through to the percentiles.
      if let own,
        let window = DisplayWindow(center: own.center, width: own.width, function: shape)
      {
        return window
      }
      let range = try volume.percentileRange(0.005, 0.995, scheduler: scheduler)
      return DisplayWindow(covering: range, function: shape)
    }
  }
}

extension DisplayWindow {
  /// Creates the window whose black is the range's lower and whose white is its upper bound.
  ///
  /// Linear counts whole numbers (PS3.3 C.11.2.1.2.1): 0…4095 is centre 2048, width 4096.
  /// A single value becomes mid-grey; nil and numbers that are not finite give 0…1.
  public init(covering range: ClosedRange<Float>?, function: Function = .linear) {
    var (low, high) = (Double(range?.lowerBound ?? 0), Double(range?.upperBound ?? 1))
    if !low.isFinite || !high.isFinite { (low, high) = (0, 1) }
    if low == high { (low, high) = (low - 0.5, high + 0.5) }
    let extra: Double = function == .linear ? 1 : 0
    let window = DisplayWindow(
      center: (low + high + extra) / 2, width: high - low + extra, function: function)
    guard let window else { preconditionFailure("finite floats have a finite distance") }
    self = window
  }
}

extension Volume {
  /// Returns the 0.5 and the 99.5 percentile of the valid voxels, between which most pictures
  /// are shown; nil if there are none.
  ///
  /// - Throws: `WorkCancelled`.
  public func usualRange(scheduler: WorkScheduler = WorkScheduler()) throws -> ClosedRange<Float>? {
    try percentileRange(0.005, 0.995, scheduler: scheduler)
  }
}
