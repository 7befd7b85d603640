import DICOMImaging
import DICOMModel
import VolumeModel

/// The views that a frame's file states: tables first, then windows.
struct OwnViews {
  let views: [GreyView]
  /// What makes no sense and is left out.
  let problems: [String]

  init(_ attributes: FrameAttributes, map: ModalityMap, isSigned: Bool) {
    var views: [GreyView] = []
    var problems: [String] = []
    let canBeNegative = isSigned || map.value(of: 0) < 0
    let items = attributes[.voiLUTSequence].items(.voiLUTSequence) ?? []
    for (n, item) in items.enumerated() {
      if let table = VOITable(item, isSigned: canBeNegative) {
        views.append(.table(table))
      } else {
        problems.append("table \(n + 1) of VOI LUT Sequence makes no sense")
      }
    }
    for window in StoredWindow.all(in: attributes) {
      if let window = Self.window(window) {
        views.append(.window(window))
      } else {
        problems.append("window \(window.center), \(window.width) makes no sense")
      }
    }
    self.views = views
    self.problems = problems
  }

  private static func window(_ stored: StoredWindow) -> DisplayWindow? {
    let function: DisplayWindow.Function =
      switch stored.function {
      case "LINEAR_EXACT": .linearExact
      case "SIGMOID": .sigmoid
      default: .linear
      }
    return DisplayWindow(center: stored.center, width: stored.width, function: function)
  }
}
