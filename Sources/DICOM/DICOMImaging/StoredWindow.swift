import DICOMModel

/// A display window as a file states it (PS3.3 C.11.2.1.2); not yet checked for sense.
public struct StoredWindow: Hashable, Sendable {
  /// Window Center, in modality units.
  public let center: Double
  /// Window Width, in modality units.
  public let width: Double
  /// VOI LUT Function: `LINEAR`, `LINEAR_EXACT`, `SIGMOID`, or nil for the default.
  public let function: String?

  /// The same window for values that are so many times as large.
  ///
  /// The line of whole numbers becomes the line itself: a step of 1 means nothing there.
  public func scaled(by factor: Double) -> StoredWindow {
    let isCurve = function == "SIGMOID" || factor == 1
    return StoredWindow(
      center: center * factor, width: width * factor,
      function: isCurve ? function : "LINEAR_EXACT")
  }

  /// The windows of a frame, the preferred one first; empty if there are none, or if
  /// centres and widths do not come in pairs.
  package static func all(in dataSet: FrameAttributes) -> [StoredWindow] {
    guard let centers = dataSet.doubles(.windowCenter), let widths = dataSet.doubles(.windowWidth),
      centers.count == widths.count
    else { return [] }
    let function = dataSet.string(.voiLUTFunction)
    return zip(centers, widths).map {
      StoredWindow(center: $0, width: $1, function: function)
    }
  }
}
