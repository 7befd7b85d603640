import Geometry
import VolumeModel

extension PlaneGeometry {
  /// Returns the same rectangle around another centre.
  func centered(on center: PatientPoint) -> PlaneGeometry {
    guard
      let moved = PlaneGeometry(
        width: width, height: height, right: right, down: down, center: center,
        pixelWidth: pixelWidth, pixelHeight: pixelHeight)
    else { preconditionFailure("a rectangle is moved by finite distances") }
    return moved
  }
}
