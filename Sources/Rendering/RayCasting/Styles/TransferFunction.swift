/// How values become colour and opacity: piecewise-linear curves over modality values.
///
/// As JSON (`TransferFunction` is `Codable`; unknown keys are ignored):
///
///     {
///       "description" : "Bones, ivory",
///       "domain" : "modality",
///       "name" : "ct-bone",
///       "opacityUnit" : 1,
///       "opacity" : [ { "value" : 150, "opacity" : 0 }, { "value" : 700, "opacity" : 0.5 } ],
///       "color" : [ { "value" : 150, "color" : [ 0.8, 0.4, 0.3 ] } ],
///       "gradientOpacity" : [ { "magnitude" : 0, "opacity" : 0 }, … ],
///       "shading" : { "ambient" : 0.2, "diffuse" : 0.7, "specular" : 0.3, "shininess" : 20 }
///     }
///
/// Values and magnitudes grow strictly from point to point; beyond the outermost points their
/// answers hold. `gradientOpacity` and `shading` may be left out.
public struct TransferFunction: Codable, Hashable, Sendable {
  /// What the points' values count.
  public enum Domain: String, Codable, Hashable, Sendable {
    /// Modality values, as HU.
    case modality
    /// 0 is the volume's 0.5 percentile of valid voxels, 1 its 99.5 percentile: for values
    /// without a unit, as most of MR.
    case relative
  }

  /// A point of the opacity curve.
  public struct OpacityPoint: Codable, Hashable, Sendable {
    /// The value.
    public var value: Double
    /// The part of light, 0…1, that a layer of ``TransferFunction/opacityUnit`` mm keeps.
    public var opacity: Double

    /// Creates a point.
    public init(value: Double, opacity: Double) {
      self.value = value
      self.opacity = opacity
    }
  }

  /// A point of the colour curve.
  public struct ColorPoint: Codable, Hashable, Sendable {
    /// The value.
    public var value: Double
    /// Red, green and blue, 0…1 each.
    public var color: [Double]

    /// Creates a point.
    public init(value: Double, color: [Double]) {
      self.value = value
      self.color = color
    }
  }

  /// A point of the gradient curve.
  public struct GradientPoint: Codable, Hashable, Sendable {
    /// The change of the value per mm.
    public var magnitude: Double
    /// What opacity is multiplied by, 0…1.
    public var opacity: Double

    /// Creates a point.
    public init(magnitude: Double, opacity: Double) {
      self.magnitude = magnitude
      self.opacity = opacity
    }
  }

  /// A short name, as presets have.
  public var name: String?
  /// What it shows, in a few words.
  public var description: String?
  /// What the points' values count; absent means modality values.
  public var domain: Domain?
  /// The thickness in mm for which opacities are meant.
  public var opacityUnit: Double
  /// Opacity over the value.
  public var opacity: [OpacityPoint]
  /// Colour over the value.
  public var color: [ColorPoint]
  /// What opacity is multiplied by, over the change of the value per mm; nil for 1 everywhere.
  public var gradientOpacity: [GradientPoint]?
  /// Light; nil shows plain colours.
  public var shading: Shading?

  /// Creates a function, which is checked when it is used.
  public init(
    name: String? = nil, description: String? = nil, domain: Domain? = nil,
    opacityUnit: Double = 1, opacity: [OpacityPoint], color: [ColorPoint],
    gradientOpacity: [GradientPoint]? = nil, shading: Shading? = Shading()
  ) {
    self.name = name
    self.description = description
    self.domain = domain
    self.opacityUnit = opacityUnit
    self.opacity = opacity
    self.color = color
    self.gradientOpacity = gradientOpacity
    self.shading = shading
  }
}

/// Phong's light: parts of 1.
///
/// A colour appears as colour · (ambient + diffuse · cos of the angle between normal and light)
/// + white · specular · (cos of the angle between mirrored light and viewer)^shininess.
public struct Shading: Codable, Hashable, Sendable {
  /// Light from everywhere.
  public var ambient: Double
  /// Light that surfaces spread.
  public var diffuse: Double
  /// Light that surfaces mirror.
  public var specular: Double
  /// How narrow highlights are.
  public var shininess: Double

  /// Creates a light.
  public init(
    ambient: Double = 0.2, diffuse: Double = 0.75, specular: Double = 0.2, shininess: Double = 20
  ) {
    self.ambient = ambient
    self.diffuse = diffuse
    self.specular = specular
    self.shininess = shininess
  }
}
