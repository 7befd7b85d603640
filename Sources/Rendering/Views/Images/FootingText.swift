public import Geometry
public import RayCasting
public import Reslicing
import Sampling
public import VolumeModel

/// The lines that all images of a volume share.
public enum FootingText {
  /// `C 40  W 400 HU`, and what else changes how grey is to be read.
  public static func window(_ window: DisplayWindow, of attributes: VolumeAttributes) -> String {
    let unit = attributes.unit.map { " \($0)" } ?? ""
    let shape = window.function == .sigmoid ? " sigmoid" : ""
    let inverted = attributes.isInverted ? " inverted" : ""
    let decimals = max(1, 2 - window.width.order)
    return "C \(window.center.pictureText(decimals: decimals))  "
      + "W \(window.width.pictureText(decimals: decimals))\(unit)\(shape)\(inverted)"
  }

  /// The window of images in a style.
  public static func window(of style: ImageStyle, attributes: VolumeAttributes) -> String {
    var shown = attributes
    shown.isInverted = style.isInverted
    return window(style.window, of: shown)
  }

  /// `max projection, −10 to 10 mm`.
  public static func projection(
    _ blend: ProjectionBlend, slab: ClosedRange<Double>?
  ) -> String {
    guard let slab else { return "\(blend.rawValue) projection" }
    let decimals = Double.decimals(ofSteps: slab.upperBound - slab.lowerBound)
    return "\(blend.rawValue) projection, \(slab.lowerBound.pictureText(decimals: decimals)) to "
      + "\(slab.upperBound.pictureText(decimals: decimals)) mm"
  }

  /// `slab 20 mm max`.
  public static func slab(_ slab: Slab) -> String {
    "slab \(slab.thickness.slabText) mm \(slab.blend.rawValue)"
  }
}

extension Double {
  /// A slab's thickness in mm: one decimal, more below 1.
  fileprivate var slabText: String { self < 1 ? measureText : pictureText }
}

/// What tells the frames of a camera apart.
public enum FrameText {
  /// The frame's number, if there are several, and from where it is seen.
  ///
  /// - Parameters:
  ///   - number: The frame, from 0.
  ///   - count: How many there are.
  ///   - view: From where it is seen.
  /// - Returns: The lines, from the top.
  public static func lines(_ number: Int, of count: Int, from view: CameraView) -> [String] {
    let turned = (view.azimuth / 360).rounded(.down) * 360
    let azimuth = (view.azimuth - turned).pictureText
    return (count > 1 ? ["frame \(number + 1)/\(count)"] : [])
      + ["azimuth \(azimuth)°, elevation \(view.elevation.pictureText)°"]
  }
}
