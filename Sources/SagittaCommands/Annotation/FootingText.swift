import Sagitta

/// The lines that all pictures of a volume share.
enum FootingText {
  /// `C 40  W 400 HU`, and what else changes how grey is to be read.
  static func window(_ window: DisplayWindow, _ attributes: VolumeAttributes) -> String {
    let unit = attributes.unit.map { " \($0)" } ?? ""
    let shape = window.function == .sigmoid ? " sigmoid" : ""
    let inverted = attributes.isInverted ? " inverted" : ""
    return "C \(window.center.pictureText)  W \(window.width.pictureText)\(unit)\(shape)\(inverted)"
  }

  /// `max projection, −10 to 10 mm`.
  static func projection(_ blend: ProjectionBlend, _ slab: ClosedRange<Double>?) -> String {
    guard let slab else { return "\(blend.rawValue) projection" }
    return "\(blend.rawValue) projection, \(slab.lowerBound.pictureText) to "
      + "\(slab.upperBound.pictureText) mm"
  }

  /// `slab 20 mm max`.
  static func slab(_ slab: Slab) -> String {
    "slab \(slab.thickness.pictureText) mm \(slab.blend.rawValue)"
  }
}

/// What tells the frames of a camera apart.
enum FrameText {
  /// The frame's number, if there are several, and from where it is seen.
  static func lines(_ n: Int, of count: Int, _ view: CameraView) -> [String] {
    let turned = (view.azimuth / 360).rounded(.down) * 360
    let azimuth = (view.azimuth - turned).pictureText
    return (count > 1 ? ["frame \(n) (0…\(count - 1))"] : [])
      + ["azimuth \(azimuth)°, elevation \(view.elevation.pictureText)°"]
  }
}
