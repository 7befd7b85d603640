import DICOMModel

/// What a loader needs to know of one frame: its place, and how its values are meant.
///
/// An object without functional groups has one of these for all its frames.
public struct FrameHeader: Sendable {
  /// Where the frame lies.
  public private(set) var plane: ImagePlaneReading
  /// What the frame still says of its place if that is no whole plane; nil if it is one.
  ///
  /// An object of several frames without a place for each says here where the object lies.
  public let statedPlace: StatedPlace?
  /// How stored values become modality values, unless there is a table.
  public let rescale: ModalityRescale
  /// The table from stored to modality values, if there is one.
  public let modalityLUT: ModalityLUT?
  /// How stored values become values of the real world, if the file says so.
  public let realWorld: RealWorldMapping?
  /// The display windows of the frame, the preferred one first.
  public let windows: [StoredWindow]
  /// Image Type or, in enhanced objects, Frame Type, as `ORIGINAL`, `PRIMARY`, `AXIAL`.
  public let imageType: [String]
  /// Slice Thickness in mm; never used for geometry, but for a single slice.
  public let sliceThickness: Double?
  /// Spacing Between Slices in mm, as the file says; never used for geometry of images that
  /// have positions.
  public let spacingBetweenSlices: Double?

  /// Whether ``plane`` is in the coordinates of a volume of ultrasound, not in a patient's.
  public let isInVolumeFrame: Bool

  /// Stack ID, which keeps stacks of one object apart.
  public let stackID: String?
  /// How the frame is weighted by diffusion; nil unless it is an MR frame that says so.
  public let diffusion: DiffusionWeighting?
  /// Where the frame stands along its object's dimensions that number no positions; empty
  /// unless the object has such dimensions.
  public let dimensions: [DimensionPlace]
  /// The attributes that can tell frames of one position apart; nothing else is kept.
  let distinctions: DataSet
  /// The same for those that stand elsewhere than in the data set itself.
  let special: SpecialDistinctions
  /// Whether values are a field in Hz, by a maker's own attributes.
  let isFieldMap: Bool

  /// The same frame in another place.
  func moved(to plane: ImagePlaneReading) -> FrameHeader {
    var moved = self
    moved.plane = plane
    return moved
  }

  /// Reads a frame's attributes.
  ///
  /// - Throws: ``ImageReadingError`` if its rescale cannot be understood.
  init(_ attributes: FrameAttributes) throws(ImageReadingError) {
    try self.init(attributes, plane: ImagePlaneReading(attributes))
  }

  /// Reads a frame's attributes; its place is known from elsewhere.
  ///
  /// - Throws: ``ImageReadingError`` if its rescale cannot be understood.
  init(
    _ attributes: FrameAttributes, plane: ImagePlaneReading, dimensions: [DimensionIndex] = []
  ) throws(ImageReadingError) {
    self.plane = plane
    statedPlace = plane.plane == nil ? StatedPlace(attributes) : nil
    modalityLUT = try ModalityLUT(attributes)
    rescale =
      if let modalityLUT { ModalityRescale(type: modalityLUT.type) } else {
        try ModalityRescale(attributes)
      }
    realWorld = RealWorldMapping(attributes)
    windows = StoredWindow.all(in: attributes)
    imageType = attributes.strings(.frameType) ?? attributes.strings(.imageType) ?? []
    sliceThickness = attributes.double(.sliceThickness)
    spacingBetweenSlices = attributes.double(.spacingBetweenSlices)
    isInVolumeFrame = attributes.isInVolumeFrame
    stackID = attributes.sources.count > 1 ? attributes.string(.stackID) : nil
    let isMR = attributes.string(.modality) == "MR"
    diffusion = isMR ? DiffusionWeighting(attributes) : nil
    isFieldMap = isMR && attributes.sources.last.map(GEImageKind.isFieldMap) == true
    self.dimensions = DimensionPlace.all(dimensions, in: attributes)
    distinctions = DataSet(
      picking: FrameDistinction.keptTags, from: attributes.sources)
    special = SpecialDistinctions(attributes, isMR: isMR)
  }

  /// Whether the frame says of itself that it is a localizer (Image Type, value 3).
  public var isLocalizer: Bool { imageType.count >= 3 && imageType[2] == "LOCALIZER" }
}
