/// How the voxels of a file are written.
public struct VoxelEncoding: Hashable, Sendable {
  /// The type of voxels; values that it cannot hold exactly are an error.
  public var type: VoxelType
  /// Whether values become the nearest of evenly spaced numbers from the smallest to the largest,
  /// with slope and intercept in the header (NIfTI only).
  public var isScaled: Bool
  /// Whether formats that can are compressed: NRRD, MetaImage and `.npz`; `.nii.gz` always is.
  public var isCompressed: Bool
  /// When the phases were taken, for formats that can say it.
  public var times: PhaseTimes?
  /// What the fourth axis is where it is no time, for formats that can say it in 15 letters: NIfTI.
  public var phaseName: String?
  /// A text about the origin of the values, for formats that can carry one: NIfTI, NRRD, NumPy.
  public var note: String?
  /// Whether values are labels, which levels of detail do not mix (OME-Zarr).
  public var holdsLabels = false
  /// Whether files carry what the volume's own files call the series: its description, its
  /// identifiers and units that are not known as such.
  public var namesSeries: Bool

  /// Creates an encoding; plain floats by default.
  public init(
    type: VoxelType = .float32, isScaled: Bool = false, isCompressed: Bool = false,
    times: PhaseTimes? = nil, note: String? = nil, namesSeries: Bool = false
  ) {
    self.type = type
    self.isScaled = isScaled
    self.isCompressed = isCompressed
    self.times = times
    self.note = note
    self.namesSeries = namesSeries
  }
}

/// Value = slope × stored + intercept.
struct VoxelScale: Hashable, Sendable {
  let slope: Double
  let intercept: Double

  /// The scale that spreads a range over a type's numbers, in the precision of a NIfTI-1 header.
  ///
  /// Gives nil for a type that is not scaled.
  init?(_ range: ClosedRange<Float>?, over type: VoxelType) {
    guard let numbers = type.scalableRange else { return nil }
    let low = Double(range?.lowerBound ?? 0)
    let step = (Double(range?.upperBound ?? 0) - low) / (numbers.upperBound - numbers.lowerBound)
    // Rounded up, so that the largest value stays inside.
    slope = step > 0 && step.isFinite ? Double(Float(step).nextUp) : 1
    intercept = Double(Float(low - slope * numbers.lowerBound))
  }
}
