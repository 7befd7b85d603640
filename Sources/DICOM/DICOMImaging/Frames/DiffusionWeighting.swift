import DICOMModel
public import Geometry

/// How strongly and in which direction an image is weighted by diffusion.
public struct DiffusionWeighting: Hashable, Sendable {
  /// The frame in which a direction is stated.
  public enum Frame: String, Hashable, Sendable {
    /// The patient's axes (LPS), as the standard has it (PS3.3 C.8.13.5.9).
    case patient
    /// The directions of rows and columns, and their normal.
    case image
    /// The directions of frequency encoding, phase encoding and slices, with phase encoding along
    /// columns.
    case frequencyPhaseSlice = "frequency-phase-slice"
    /// The maker's, in a situation that is not understood.
    case unknown
  }

  /// The b-value in s/mm².
  public let bValue: Double
  /// The direction of the gradient as the file states it, in ``frame``; nil without a direction.
  public let direction: [Double]?
  /// The frame of ``direction``.
  public let frame: Frame

  /// The weighting of images that state none, among others that do.
  public static let unweighted = DiffusionWeighting(validBValue: 0, direction: nil, frame: .patient)

  /// Reads the standard's attributes (PS3.3 C.8.13.5.9) and, for what they leave out, the makers'
  /// own; nil if the frame has none.
  init?(_ attributes: FrameAttributes) {
    guard let root = attributes.sources.last else { return nil }
    guard let bValue = attributes.double(.diffusionBValue) else {
      guard let found = Self.makers(root) else { return nil }
      self = found
      return
    }
    let direction = Self.standardDirection(attributes)
    // Private elements of an object with functional groups are not those of one frame.
    if direction == nil, attributes.sources.count == 1,
      let found = Self.makers(root) ?? CanonDiffusion.weighting(root, bValue: bValue),
      found.direction != nil
    {
      self.init(bValue: bValue, direction: found.direction, frame: found.frame)
    } else {
      self.init(bValue: bValue, direction: direction, frame: .patient)
    }
  }

  /// A weighting, or nil if the b-value is no number; what is no direction is left out.
  init?(bValue: Double, direction: [Double]?, frame: Frame) {
    guard bValue.isFinite else { return nil }
    let isDirection =
      direction?.count == 3 && direction?.allSatisfy(\.isFinite) == true
      && direction?.contains { $0 != 0 } == true
    self.init(
      validBValue: bValue, direction: isDirection ? direction : nil,
      frame: isDirection ? frame : .patient)
  }

  private init(validBValue: Double, direction: [Double]?, frame: Frame) {
    bValue = validBValue
    self.direction = direction
    self.frame = frame
  }

  private static func standardDirection(_ attributes: FrameAttributes) -> [Double]? {
    let item = attributes[.diffusionGradientDirectionSequence]
      .item(.diffusionGradientDirectionSequence)
    return item?.doubles(.diffusionGradientOrientation)
      ?? attributes.doubles(.diffusionGradientOrientation)
  }

  private static func makers(_ root: DataSet) -> DiffusionWeighting? {
    SiemensDiffusion.weighting(root) ?? GEDiffusion.weighting(root)
      ?? PhilipsDiffusion.weighting(root) ?? UnitedImagingDiffusion.weighting(root)
  }
}

extension DiffusionWeighting {
  /// The direction of the gradient in the patient's frame, of length 1.
  ///
  /// - Parameter plane: Where the image lies.
  /// - Returns: Nil if there is no direction, or if its frame cannot be turned into the patient's.
  public func patientDirection(in plane: ImagePlane) -> PatientVector? {
    guard let direction else { return nil }
    let x = direction[0]
    let y = direction[1]
    let z = direction[2]
    switch frame {
    case .patient: return PatientVector(x, y, z).normalized
    case .image:
      return (plane.rowDirection * x + plane.columnDirection * y + plane.normal * z).normalized
    case .frequencyPhaseSlice:
      // Frequency and phase are counted towards the right and the front of an axial image.
      guard abs(plane.normal.z) > 0.7 else { return nil }
      return (plane.normal * z - plane.rowDirection * x - plane.columnDirection * y).normalized
    case .unknown: return nil
    }
  }
}

extension DiffusionWeighting: Comparable {
  /// By b-value, then no direction before directions, these by their components.
  public static func < (a: DiffusionWeighting, b: DiffusionWeighting) -> Bool {
    if a.bValue != b.bValue { return a.bValue < b.bValue }
    return (a.direction ?? []).lexicographicallyPrecedes(b.direction ?? [])
  }
}
