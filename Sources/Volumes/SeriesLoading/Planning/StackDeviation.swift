import DICOMImaging

/// How far the positions of a stack's slices are from an even, straight stack, and what is made of
/// it.
struct StackDeviation {
  /// The largest distance of a slice from its evenly spaced place, in mm along the normal.
  let along: Double
  /// The largest distance of a slice's position from the straight line, in mm.
  let sideways: Double
  /// Up to which ``along`` nothing is said, in mm.
  let silentAlong: Double
  /// Up to which ``along`` the stack is even, in mm.
  let alongLimit: Double
  /// Up to which ``sideways`` nothing is said, in mm.
  let silentSideways: Double
  /// From which ``sideways`` on the slices are no stack, in mm.
  let sidewaysLimit: Double
  /// Whether no distance of neighbours, and no slice, deviates by more than what is silent.
  let isSilentlyEven: Bool

  /// Judges deviations.
  ///
  /// - Parameters:
  ///   - along: Of the slices from their even places, in mm.
  ///   - sideways: Of the slices from their line, in mm.
  ///   - gap: Of the distances of neighbours from their median, in mm.
  ///   - median: The median distance, in mm.
  ///   - pixel: The finer pixel spacing, in mm.
  ///   - tolerances: What is silent, and what is too much.
  init(
    along: Double, sideways: Double, gap: Double, median: Double, pixel: Double,
    tolerances: StackTolerances
  ) {
    self.along = along
    self.sideways = sideways
    silentAlong = tolerances.spacing(for: median)
    alongLimit = tolerances.evenLimit(for: median, pixel: pixel)
    silentSideways = max(silentAlong, tolerances.relativeSideways * pixel)
    sidewaysLimit = max(silentSideways, tolerances.sidewaysLimit * pixel)
    isSilentlyEven = gap <= silentAlong && along <= silentAlong
  }

  /// Whether an affine map puts every slice where its file says, to within the limit; small
  /// deviations of one sign that add up count as a whole.
  var isEven: Bool { isSilentlyEven || along <= alongLimit }

  /// Whether the slices' positions lie on one line, to within the limit.
  var isStraight: Bool { sideways <= silentSideways || sideways < sidewaysLimit }

  /// Whether nothing need be said of the line.
  var isSilentlyStraight: Bool { sideways <= silentSideways }
}

extension ImagePlane {
  /// The smaller one of the pixel spacings, in mm.
  var finerSpacing: Double { min(columnSpacing, rowSpacing) }
}
