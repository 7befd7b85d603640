import DICOMImaging

/// What counts as equal when slices are grouped and lined up.
///
/// Every tolerance that decides something is named here, printed in the report, and stands with
/// the finding it leads to. Most come in pairs: up to the first nothing is said, up to the second
/// a warning states the deviation, beyond it the stack is irregular or refused.
public struct StackTolerances: Hashable, Sendable {
  /// Largest angle between the row directions, and between the column directions, of slices in
  /// one stack, in degrees.
  ///
  /// Direction cosines rounded to three digits are 0.05° off, two such files 0.1°.
  public var orientationDegrees = 0.1

  /// Largest distance of direction cosines from length 1 and a right angle that is taken for
  /// rounding; what is farther off is no orientation.
  ///
  /// Cosines of two digits are up to 0.0173 off. At most
  /// `ImagePlane.roundedDirectionTolerance` is read at all.
  public var directionDeviation = ImagePlane.roundedDirectionTolerance

  /// Largest relative difference of pixel spacings within a stack of which nothing is said.
  public var relativePixelSpacing = 1e-4

  /// Largest relative difference of pixel spacings within a stack.
  public var relativePixelSpacingLimit = 1e-3

  /// Positions closer than this along the normal are the same place, in mm; a hundredth of a
  /// pixel if that is less.
  public var samePosition = 1e-3

  /// Largest deviation of a gap, and of a slice from its evenly spaced place, as a part of
  /// the median gap, of which nothing is said.
  public var relativeSpacing = 0.01

  /// The same in mm, for stacks so fine that files round their positions; never more than
  /// ``relativeSpacingLimit`` of the gap.
  public var absoluteSpacing = 1e-3

  /// Largest deviation of a slice from its place in an even stack, as a part of the median gap;
  /// a stack that deviates more is irregular.
  public var relativeSpacingLimit = 0.05

  /// The same as a part of the finer pixel spacing, where that is more; never more than a quarter
  /// of the gap.
  public var pixelSpacingLimit = 0.1

  /// Largest distance of a slice's first pixel from the straight line through the first and
  /// the last one of which nothing is said, as a part of the pixel spacing, if that is more than
  /// the deviation along the normal allows.
  public var relativeSideways = 0.02

  /// Distance of a slice's first pixel from that line, as a part of the finer pixel spacing, from
  /// which on the slices are no stack.
  public var sidewaysLimit = 0.5

  /// Shear, in degrees, above which a stack is said to be tilted.
  public var shearDegrees = 0.1

  /// Creates the default tolerances.
  public init() {}

  /// The deviation in mm of which nothing is said, for a median gap.
  public func spacing(for median: Double) -> Double {
    max(relativeSpacing * median, min(absoluteSpacing, relativeSpacingLimit * median))
  }

  /// The deviation in mm up to which a stack is even, for a median gap and the finer pixel
  /// spacing.
  func evenLimit(for median: Double, pixel: Double) -> Double {
    max(
      spacing(for: median), relativeSpacingLimit * median,
      min(pixelSpacingLimit * pixel, median / 4))
  }

  /// Millimetres along the normal within which positions are the same place, for the finer pixel
  /// spacing.
  func samePosition(pixel: Double) -> Double { min(samePosition, pixel / 100) }
}
