/// Something a reader of a volume should know: a decision, with its numbers.
public struct Finding: Hashable, Sendable {
  /// What was found.
  public enum Code: String, CaseIterable, Hashable, Sendable {
    /// Slices follow each other along a line that is not their normal.
    case gantryTilt = "gantry-tilt"
    /// Slices are almost evenly spaced, and taken as even; the deviation is stated.
    case nearlyEven = "nearly-even"
    /// Slices lie almost on a straight line, and are taken as if they did; the deviation is stated.
    case nearlyStraight = "nearly-straight"
    /// Direction cosines are rounded so much that they had to be set right.
    case roundedDirections = "rounded-directions"
    /// Slices of one stack differ in what describes them, or in what makes their values.
    case mixedSlices = "mixed-slices"
    /// Positions that no slice takes because files contradict each other.
    case lostPositions = "lost-positions"
    /// Every slice claims a series of its own; they were joined.
    case seriesUIDVaries = "series-uid-varies"
    /// Images of one series share their SOP Instance UID.
    case instanceUIDRepeats = "instance-uid-repeats"
    /// Distances of pixels were made up from the spacing the user gave; the rest of the place is
    /// the files' own.
    case assumedSpacing = "assumed-spacing"
    /// Slices are not evenly spaced; each keeps its own position.
    case irregularSpacing = "irregular-spacing"
    /// Gaps of whole multiples of the usual spacing.
    case missingSlices = "missing-slices"
    /// One image is the whole volume.
    case singleSlice = "single-slice"
    /// Position or orientation was made up from the spacing the user gave.
    case noPatientFrame = "no-patient-frame"
    /// The series made several volumes.
    case splitSeries = "split-series"
    /// The volume has several phases: the same place at other times, echoes or diffusion
    /// weightings.
    case phases
    /// Nothing but instance numbers tells phases apart.
    case phasesByInstance = "phases-by-instance"
    /// Times of day without dates were taken to run over midnight.
    case timesOverMidnight = "times-over-midnight"
    /// Other images of the series lie at the same positions; what tells the volume from them.
    case separatedVolume = "separated-volume"
    /// A mosaic does not say in which direction its tiles follow each other.
    case mosaicDirection = "mosaic-direction"
    /// Every slice claims a frame of reference of its own; they were ignored.
    case frameOfReferenceVaries = "frame-of-reference-varies"
    /// The file's own slice spacing contradicts the positions.
    case spacingTagDiffers = "spacing-tag-differs"
    /// Slope or intercept changes from slice to slice.
    case varyingRescale = "varying-rescale"
    /// Values are standardised uptake values; how they were made.
    case suv
    /// Values are those of a real-world mapping.
    case realWorldValues = "real-world-values"
    /// The volume has none of the values that were asked for.
    case valuesUnavailable = "values-unavailable"
    /// Slices of one stack store their values in different ways.
    case mixedSamples = "mixed-samples"
    /// An intercept is so large that floats near it do not tell stored values apart.
    case coarseValues = "coarse-values"
    /// Spacings or places that no scanner makes.
    case implausibleGeometry = "implausible-geometry"
    /// A stored value stands for "no value here".
    case pixelPadding = "pixel-padding"
    /// A VOI LUT Sequence is there and is not used.
    case voiLUTIgnored = "voi-lut-ignored"
    /// Low values are white in pictures; the values keep their sign.
    case inverted
    /// The pixels went through a lossy compression.
    case lossyCompression = "lossy-compression"
    /// CT images state no rescale, so that their values are stored ones and not HU.
    case rescaleMissing = "rescale-missing"
    /// The volume needs more memory than is allowed, and was not read.
    case memoryLimit = "memory-limit"
    /// Voxels are infinite, which is no value.
    case infiniteValues = "infinite-values"
    /// No voxel has a value.
    case noValues = "no-values"
    /// Whole numbers are too large for floats and were rounded.
    case roundedIntegers = "rounded-integers"
    /// What was asked for lies wholly beside the volume, so that the result holds no value.
    case nothingThere = "nothing-there"
    /// What is not the patient was left out of what is shown: table, clothes, tubes.
    case tableRemoved = "table-removed"
    /// Two volumes that are shown together state different patients.
    case otherPatient = "other-patient"
    /// Gradient directions are known, but not in which frame.
    case gradientsUncertain = "gradients-uncertain"
    /// Frames of the volume's files that are part of no volume.
    case unusedFrames = "unused-frames"
    /// Parts of an object that was cut into files are not there.
    case concatenationIncomplete = "concatenation-incomplete"
    /// A file departs from the encoding rules in a way that could be mended.
    case encodingOddity = "encoding-oddity"
  }

  /// How much it matters.
  public enum Severity: String, Hashable, Sendable {
    /// Good to know.
    case note
    /// Look before you trust.
    case warning
  }

  /// What was found.
  public let code: Code
  /// How much it matters.
  public let severity: Severity
  /// One sentence for people, with the numbers.
  public let message: String
  /// The numbers, by name; a tolerance that decided is among them.
  public let values: [String: [Double]]

  /// The files it is about, as they were found from the input given; empty if it is about
  /// the volume as a whole.
  public let files: [String]

  /// Creates a finding.
  public init(
    _ code: Code, severity: Severity, message: String, values: [String: [Double]] = [:],
    files: [String] = []
  ) {
    self.code = code
    self.severity = severity
    self.message = message
    self.values = values
    self.files = files
  }
}
