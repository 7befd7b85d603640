/// How a solid's part of the value falls off across its surface.
struct SoftEdge: Hashable, Sendable {
  /// The distance in mm over which the part falls from 1 to 0; the surface is in its middle.
  let width: Double

  /// Returns the part, 0…1, at a signed distance from the surface (negative inside), and its
  /// derivative for each mm.
  func part(atDistance distance: Double) -> (value: Double, slope: Double) {
    let u = 0.5 - distance / width
    if u <= 0 { return (0, 0) }
    if u >= 1 { return (1, 0) }
    // The cubic step: its slope is continuous, so the field has a gradient everywhere.
    return (u * u * (3 - 2 * u), -6 * u * (1 - u) / width)
  }
}
