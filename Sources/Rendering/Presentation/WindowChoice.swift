public import VolumeModel
public import WorkScheduling

/// How the display window of a volume is chosen.
public enum WindowChoice: Hashable, Sendable {
  /// The series' own first window; without one, from the 0.5 to the 99.5 percentile of the
  /// valid voxels. Of PET 0 to 7 of uptake
  /// values, and from 0 to the 99.9 percentile of others without a window.
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
  ///   - context: The workers.
  /// - Returns: The window.
  /// - Throws: `WorkCancelled`.
  public func resolve(
    for volume: Volume, function: DisplayWindow.Function? = nil,
    context: WorkContext = WorkContext()
  ) throws -> DisplayWindow {
    let own = volume.attributes.windows.first
    let shape = function ?? own?.function
    switch self {
    case .explicit(let window):
      return window
    case .preset(let preset):
      return preset.window(function: shape ?? .linear)
    case .full:
      return DisplayWindow(suiting: volume.valueRange, of: volume, function: shape)
    case .automatic:
      if function == nil, volume.attributes.areUptakeValues { return .uptake }
      // A width that the chosen function cannot have falls through to the percentiles.
      if let own,
        let window = DisplayWindow(
          center: own.center, width: own.width, function: shape ?? .linear)
      {
        return window
      }
      if function == nil,
        let window = try DisplayWindow.positronEmission(of: volume, context: context)
      {
        return window
      }
      let range = try volume.percentileRange(0.005, 0.995, context: context)
      return DisplayWindow(suiting: range, of: volume, function: shape)
    }
  }
}

extension VolumeAttributes {
  /// Whether values are standardised uptake values.
  package var areUptakeValues: Bool { unit?.uppercased().hasPrefix("SUV") == true }
}

extension DisplayWindow {
  /// Standardised uptake values as they are usually read: 0 to 7.
  public static let uptake: DisplayWindow = {
    guard let window = DisplayWindow(center: 3.5, width: 7, function: .linearExact) else {
      preconditionFailure("a width of 7 is one")
    }
    return window
  }()

  /// The window that suits a PET volume: black is 0, white the value that one voxel in a thousand
  /// exceeds; nil for other modalities, and where nothing is above 0.
  static func positronEmission(
    of volume: Volume, context: WorkContext
  ) throws -> DisplayWindow? {
    guard volume.attributes.modality == "PT" else { return nil }
    if volume.attributes.areUptakeValues { return .uptake }
    guard let range = try volume.percentileRange(0.005, 0.999, context: context),
      range.upperBound > 0
    else { return nil }
    let white = Double(range.upperBound)
    return DisplayWindow(center: white / 2, width: white, function: .linearExact)
  }

  /// Creates the window that covers a range: of this shape or, if none is asked for, linear, and
  /// linear exact where the steps of whole numbers would be seen: where the volume's smallest or
  /// largest value is not whole and they are fewer than 256 apart.
  fileprivate init(
    suiting range: ClosedRange<Float>?, of volume: Volume, function: Function?
  ) {
    func isFraction(_ value: Float) -> Bool { value != value.rounded() }
    let all = volume.valueRange ?? 0...1
    let isFine =
      (isFraction(all.lowerBound) || isFraction(all.upperBound))
      && all.upperBound - all.lowerBound < 256
    self.init(covering: range, function: function ?? (isFine ? .linearExact : .linear))
  }

  /// Creates the window whose black is the range's lower and whose white is its upper bound.
  ///
  /// Linear counts whole numbers (PS3.3 C.11.2.1.2.1): 0…4095 is centre 2048, width 4096.
  /// A single value becomes mid-grey; nil and numbers that are not finite give 0…1.
  public init(covering range: ClosedRange<Float>?, function: Function = .linear) {
    var low = Double(range?.lowerBound ?? 0)
    var high = Double(range?.upperBound ?? 1)
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
  public func defaultRange(context: WorkContext = WorkContext()) throws -> ClosedRange<Float>? {
    try percentileRange(0.005, 0.995, context: context)
  }
}
