public import DICOMModel

/// What a loader needs to know of one image object: everything but its pixels.
public struct ImageHeader: Sendable {
  /// SOP Class UID.
  public let sopClassUID: String
  /// SOP Instance UID.
  public let sopInstanceUID: String
  /// The series the image belongs to.
  public let series: SeriesHeader
  /// Image Type, as `ORIGINAL`, `PRIMARY`, `AXIAL`.
  public let imageType: [String]
  /// Instance Number, which never decides anything.
  public let instanceNumber: Int?
  /// Where the image lies.
  public let plane: ImagePlaneReading
  /// What the pixels are.
  public let pixels: ImagePixels
  /// How stored values become modality values.
  public let rescale: ModalityRescale
  /// The display windows of the image.
  public let windows: [StoredWindow]
  /// Whether a VOI LUT Sequence offers a curve that is not a window.
  public let hasVOILUT: Bool
  /// Whether low values are shown white.
  public let isInverted: Bool
  /// Whether the pixels once went through a lossy compression.
  public let isLossy: Bool
  /// Whether the image's geometry stands in functional groups (PS3.3 C.7.6.16).
  public let hasFunctionalGroups: Bool
  /// Whether only the detector's pixel spacing is known: a projection image.
  public let isProjection: Bool
  /// Slice Thickness in mm; never used for geometry, but for a single slice.
  public let sliceThickness: Double?
  /// Spacing Between Slices in mm, as the file says; never used for geometry.
  public let spacingBetweenSlices: Double?
  /// Gantry/Detector Tilt in degrees, as the file says; never used for geometry.
  public let gantryTilt: Double?

  /// Reads an image object.
  ///
  /// - Throws: ``ImageReadingError`` if its pixels or rescale cannot be understood.
  public init(_ dataSet: DataSet) throws(ImageReadingError) {
    pixels = try ImagePixels(dataSet)
    rescale = try ModalityRescale(dataSet)
    sopClassUID = dataSet.uid(.sopClassUID) ?? ""
    sopInstanceUID = dataSet.uid(.sopInstanceUID) ?? ""
    series = SeriesHeader(dataSet)
    imageType = dataSet.strings(.imageType) ?? []
    instanceNumber = dataSet.integer(.instanceNumber)
    plane = ImagePlaneReading(dataSet)
    windows = StoredWindow.all(in: dataSet)
    hasVOILUT = dataSet.items(.voiLUTSequence)?.isEmpty == false
    // PS3.3 C.7.6.3.1.2 and C.11.6.1.2; both together still mean one inversion.
    isInverted =
      pixels.photometricInterpretation == "MONOCHROME1"
      || dataSet.string(.presentationLUTShape) == "INVERSE"
    isLossy = dataSet.string(.lossyImageCompression) == "01"
    hasFunctionalGroups =
      dataSet.contains(.sharedFunctionalGroupsSequence)
      || dataSet.contains(.perFrameFunctionalGroupsSequence)
    isProjection = !dataSet.contains(.pixelSpacing) && dataSet.contains(.imagerPixelSpacing)
    sliceThickness = dataSet.double(.sliceThickness)
    spacingBetweenSlices = dataSet.double(.spacingBetweenSlices)
    gantryTilt = dataSet.double(.gantryDetectorTilt)
  }

  /// Whether the image is a Siemens mosaic: a sheet of many slices, never a slice.
  public var isMosaic: Bool { imageType.contains("MOSAIC") }

  /// Whether the image says of itself that it is a localizer (Image Type, value 3).
  public var isLocalizer: Bool { imageType.count >= 3 && imageType[2] == "LOCALIZER" }

  /// The unit of the modality values, if it is known.
  public var unit: String? {
    switch rescale.type {
    case "US": nil
    case .some(let type): type
    // Rescale Type is absent in most CT files: its default there is HU (C.11.1.1.2).
    case nil: series.modality == "CT" ? "HU" : series.valueUnit
    }
  }
}
