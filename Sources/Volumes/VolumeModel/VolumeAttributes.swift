/// What is known of a volume beside its voxels and their place; never a patient's identity.
public struct VolumeAttributes: Hashable, Sendable {
  /// DICOM's modality, as `CT` or `MR`; nil if unknown.
  public var modality: String?
  /// The unit of the values, as `HU`; nil if unknown or none.
  public var unit: String?
  /// The series' description.
  public var description: String?
  /// DICOM's Series Instance UID.
  public var seriesInstanceUID: String?
  /// DICOM's Frame of Reference UID: volumes that share it share their coordinates.
  public var frameOfReferenceUID: String?
  /// The series' own display windows, the preferred one first.
  public var windows: [DisplayWindow]
  /// Whether low values are shown white (MONOCHROME1, PS3.3 C.7.6.3.1.2); values keep their
  /// sign.
  public var isInverted: Bool
  /// Whether the coordinates are a patient's; false when position or orientation was made up.
  public var hasPatientFrame: Bool

  /// Creates attributes; what is not given is unknown.
  public init(
    modality: String? = nil, unit: String? = nil, description: String? = nil,
    seriesInstanceUID: String? = nil, frameOfReferenceUID: String? = nil,
    windows: [DisplayWindow] = [], isInverted: Bool = false, hasPatientFrame: Bool = true
  ) {
    self.modality = modality
    self.unit = unit
    self.description = description
    self.seriesInstanceUID = seriesInstanceUID
    self.frameOfReferenceUID = frameOfReferenceUID
    self.windows = windows
    self.isInverted = isInverted
    self.hasPatientFrame = hasPatientFrame
  }
}
