public import Geometry

/// How a ray cast looks: transfer function or surface, light, background.
public struct RenderStyle: Hashable, Sendable {
  /// What rays do.
  public enum Mode: Hashable, Sendable {
    /// Gather colour and opacity from front to back, until they are opaque (0.9995).
    case composite
    /// End at the first surface where the value reaches this one, which appears in this colour
    /// (red, green and blue, 0…1).
    case isosurface(value: Double, color: SIMD3<Double>)
  }

  /// Where light comes from.
  public enum Light: Hashable, Sendable {
    /// From the viewer.
    case head
    /// From far away: the direction towards the light.
    case distant(PatientVector)
  }

  /// How values become colour and opacity, and how they are lit.
  public var transferFunction: TransferFunction
  /// What rays do.
  public var mode: Mode
  /// Whether surfaces are lit; without, colours are plain.
  public var isShaded: Bool
  /// Where light comes from.
  public var light: Light
  /// Red, green and blue behind everything, 0…1.
  public var background: SIMD3<Double>
  /// What of a ray has colour and opacity; without effect on surfaces.
  public var classification = RayClassification.sampled
  /// How values between voxels are seen.
  public var interpolation = RayInterpolation.linear

  /// How much of the light what lies around a place may take from it, 0 (nothing) … 1.
  ///
  /// Hollows are darker, and shapes are easier to see (ambient occlusion). More than 1 counts as 1.
  public var occlusion = 0.0
  /// Whether the volume itself is seen; without, only labels are.
  public var showsVolume = true

  /// Creates a style.
  public init(
    _ transferFunction: TransferFunction, mode: Mode = .composite, isShaded: Bool = true,
    light: Light = .head, background: SIMD3<Double> = SIMD3(0, 0, 0)
  ) {
    self.transferFunction = transferFunction
    self.mode = mode
    self.isShaded = isShaded
    self.light = light
    self.background = background
  }
}

extension RenderStyle {
  /// The style of a volume that is not seen: nothing of it has opacity.
  var hidingVolume: RenderStyle {
    var style = self
    style.mode = .composite
    style.classification = .sampled
    style.interpolation = .linear
    style.transferFunction.opacity = [TransferFunction.OpacityPoint(value: 0, opacity: 0)]
    style.transferFunction.gradientOpacity = nil
    return style
  }

  /// Returns normally if the style can be used.
  func check() throws {
    try transferFunction.check()
    if case .isosurface(let value, _) = mode, !value.isFinite {
      throw RayCastingError.notFinite("iso value")
    }
    if case .distant(let direction) = light, direction.normalized == nil {
      throw RayCastingError.notFinite("light's direction")
    }
  }
}
