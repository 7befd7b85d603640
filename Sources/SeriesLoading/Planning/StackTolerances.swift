/// What counts as equal when slices are grouped and lined up.
///
/// Every tolerance that decides something is named here, and printed with the finding it
/// leads to.
public struct StackTolerances: Hashable, Sendable {
  /// Largest difference of a direction cosine within a stack.
  ///
  /// 0.001 is 0.06°: rounding to three digits passes, a rotated slice does not.
  public var directionCosine = 1e-3

  /// Largest relative difference of pixel spacings within a stack.
  public var relativePixelSpacing = 1e-4

  /// Positions closer than this along the normal are the same place, in mm.
  public var samePosition = 1e-3

  /// Largest deviation of a gap, and of a slice from its evenly spaced place, as a part of
  /// the median gap.
  public var relativeSpacing = 0.01

  /// The same in mm, for stacks so fine that files round their positions.
  public var absoluteSpacing = 1e-3

  /// Largest distance of a slice's first pixel from the straight line through the first and
  /// the last one, as a part of the pixel spacing, if that is more than the deviation along
  /// the normal allows.
  public var relativeSideways = 0.02

  /// Shear, in degrees, above which a stack is said to be tilted.
  public var shearDegrees = 0.1

  /// Creates the default tolerances.
  public init() {}

  /// The deviation in mm that is tolerated for a median gap.
  public func spacing(for median: Double) -> Double {
    max(relativeSpacing * median, absoluteSpacing)
  }
}
