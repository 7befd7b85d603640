import Sagitta

/// The lines that all pictures of a volume share.
enum FootingText {
  /// `C 40  W 400 HU`, and what else changes how grey is to be read.
  static func window(_ window: DisplayWindow, _ attributes: VolumeAttributes) -> String {
    let unit = attributes.unit.map { " \($0)" } ?? ""
    let shape = window.function == .sigmoid ? " sigmoid" : ""
    let inverted = attributes.isInverted ? " inverted" : ""
    let decimals = max(1, 2 - window.width.order)
    return "C \(window.center.pictureText(decimals: decimals))  "
      + "W \(window.width.pictureText(decimals: decimals))\(unit)\(shape)\(inverted)"
  }

  /// The window of pictures in a style.
  static func window(_ style: PictureStyle, _ attributes: VolumeAttributes) -> String {
    var shown = attributes
    shown.isInverted = style.isInverted
    return window(style.window, shown)
  }

  /// `max projection, −10 to 10 mm`.
  static func projection(_ blend: ProjectionBlend, _ slab: ClosedRange<Double>?) -> String {
    guard let slab else { return "\(blend.rawValue) projection" }
    let decimals = Double.decimals(ofSteps: slab.upperBound - slab.lowerBound)
    return "\(blend.rawValue) projection, \(slab.lowerBound.pictureText(decimals: decimals)) to "
      + "\(slab.upperBound.pictureText(decimals: decimals)) mm"
  }

  /// `slab 20 mm max`.
  static func slab(_ slab: Slab) -> String {
    "slab \(slab.thickness.slabText) mm \(slab.blend.rawValue)"
  }
}

extension Double {
  /// A slab's thickness in mm: one decimal, more below 1.
  fileprivate var slabText: String { self < 1 ? measureText : pictureText }
}

/// What tells the frames of a camera apart.
enum FrameText {
  /// The frame's number, if there are several, and from where it is seen.
  static func lines(_ n: Int, of count: Int, _ view: CameraView) -> [String] {
    let turned = (view.azimuth / 360).rounded(.down) * 360
    let azimuth = (view.azimuth - turned).pictureText
    return (count > 1 ? ["frame \(n + 1)/\(count)"] : [])
      + ["azimuth \(azimuth)°, elevation \(view.elevation.pictureText)°"]
  }
}
