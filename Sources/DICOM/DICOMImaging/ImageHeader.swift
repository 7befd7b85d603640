public import DICOMModel
import PixelCoding

/// What a loader needs to know of one image object: everything but its pixels.
///
/// What may differ from frame to frame stands in ``frames``.
public struct ImageHeader: Sendable {
  /// SOP Class UID.
  public let sopClassUID: String
  /// SOP Instance UID.
  public let sopInstanceUID: String
  /// The series the image belongs to.
  public let series: SeriesHeader
  /// Instance Number, which is only looked at where no attribute tells images apart.
  public let instanceNumber: Int?
  /// How many places or time points the image says that its series has.
  public let statedExtent: StatedExtent
  /// What the pixels are.
  public let pixels: ImagePixels
  /// What is known of each frame, in the order in which frames are stored; one entry stands
  /// for all frames if the object does not tell them apart.
  public let frames: [FrameHeader]
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
  /// Gantry/Detector Tilt in degrees, as the file says; never used for geometry.
  public let gantryTilt: Double?

  /// What standardised uptake values depend on; nil for other modalities than PET.
  public let pet: PETFacts?

  /// How a sheet of tiles is taken apart, or why it cannot be; nil for other images.
  public let mosaic: Result<MosaicSheet, MosaicSheet.Problem>?

  /// What departs from the standard in the attributes and was got over, in words.
  public let nonconformances: [String]

  /// Which part of a larger object this is; nil if it is whole.
  public let concatenation: ConcatenationPart?

  /// Reads an image object.
  ///
  /// - Throws: ``ImageReadingError`` if its pixels, frames or rescale cannot be understood.
  public init(
    _ dataSet: DataSet, samples: ImagePixels.Samples = .integer
  ) throws(ImageReadingError) {
    pixels = try ImagePixels(dataSet, samples: samples)
    let groups = try FunctionalGroups(dataSet, frameCount: pixels.frameCount)
    hasFunctionalGroups = groups != nil
    frames =
      if let groups { try groups.headers() } else {
        try Self.headers(dataSet, frameCount: pixels.frameCount)
      }
    if samples == .integer {
      for frame in frames where frame.modalityLUT == nil { try frame.rescale.check(pixels.format) }
    }
    mosaic =
      pixels.frameCount == 1
      ? MosaicSheet.reading(dataSet, frame: frames[0], sheet: pixels.format) : nil
    nonconformances = AttributeOddities.found(in: dataSet, frame: frames[0], isSheet: mosaic != nil)
    concatenation = pixels.frameCount > 1 || hasFunctionalGroups ? ConcatenationPart(dataSet) : nil
    sopClassUID = dataSet.uid(.sopClassUID) ?? ""
    sopInstanceUID = dataSet.uid(.sopInstanceUID) ?? ""
    series = SeriesHeader(dataSet)
    pet = series.modality == "PT" ? PETFacts(dataSet) : nil
    instanceNumber = dataSet.integer(.instanceNumber)
    statedExtent = StatedExtent(dataSet)
    hasVOILUT = dataSet.items(.voiLUTSequence)?.isEmpty == false
    // PS3.3 C.7.6.3.1.2 and C.11.6.1.2; both together still mean one inversion.
    isInverted =
      pixels.photometricInterpretation == "MONOCHROME1"
      || dataSet.string(.presentationLUTShape) == "INVERSE"
    isLossy = dataSet.string(.lossyImageCompression) == "01"
    isProjection =
      !hasFunctionalGroups && !dataSet.contains(.pixelSpacing)
      && dataSet.contains(.imagerPixelSpacing)
    gantryTilt = dataSet.double(.gantryDetectorTilt)
  }

  /// What an object without functional groups says of its frames: one entry for each where it
  /// says so, else one for all.
  private static func headers(
    _ dataSet: DataSet, frameCount: Int
  ) throws(ImageReadingError) -> [FrameHeader] {
    guard frameCount > 1 else { return [try FrameHeader(singleFrame(dataSet))] }
    if let nuclear = NuclearFrames(dataSet, frameCount: frameCount) { return try nuclear.headers() }
    let planes = FramePlanes.readings(dataSet, frameCount: frameCount)
    let first = try FrameHeader(FrameAttributes(dataSet), plane: planes[0])
    return planes.map(first.moved)
  }

  /// The attributes of an object of one frame; a sheet's place and times stand with its tiles.
  private static func singleFrame(_ dataSet: DataSet) -> FrameAttributes {
    let isSheet = dataSet.strings(.imageType)?.contains(UnitedImagingSheet.word) == true
    return isSheet
      ? UnitedImagingSheet(dataSet)?.attributes ?? FrameAttributes(dataSet)
      : FrameAttributes(dataSet)
  }

  /// Whether the image says of itself that it is a localizer (Image Type, value 3).
  public var isLocalizer: Bool { frames.allSatisfy(\.isLocalizer) }

  /// What is known of a frame, counted from 0.
  public func frame(_ index: Int) -> FrameHeader { frames[min(index, frames.count - 1)] }

  /// The unit of a frame's modality values, if it is known.
  public func unit(of frame: FrameHeader) -> String? {
    if frame.isFieldMap { return "Hz" }
    return switch frame.rescale.type {
    case "US": nil
    case .some(let type): type
    // Rescale Type is absent in most CT files: its default there is HU (C.11.1.1.2), where there is
    // a rescale.
    case nil where series.modality == "CT":
      frame.rescale.isStated || frame.modalityLUT != nil ? "HU" : nil
    case nil: series.valueUnit
    }
  }
}
