import DICOMImaging
import DICOMModel
public import Presentation

/// What a file says of an image, whatever kind it is of, without its pixels.
public struct StoredImageHeader: Sendable {
  /// SOP Class UID.
  public let sopClassUID: String
  /// SOP Instance UID.
  public let sopInstanceUID: String
  /// Series Instance UID.
  public let seriesInstanceUID: String
  /// Modality, as `US`.
  public let modality: String?
  /// Series Description.
  public let seriesDescription: String?
  /// Instance Number.
  public let instanceNumber: Int?
  /// Pixels in a row.
  public let columns: Int
  /// Rows.
  public let rows: Int
  /// Frames, at least 1.
  public let frameCount: Int
  /// Photometric Interpretation, as `MONOCHROME2`.
  public let photometricInterpretation: String
  /// Samples of a pixel: 1 for grey and palettes, 3 for colours.
  public let samplesPerPixel: Int
  /// Bits of a sample that carry the value.
  public let bitsStored: Int
  /// Whether low values are white (MONOCHROME1, or an inverse Presentation LUT Shape).
  public let isInverted: Bool
  /// The unit of modality values, if it is known.
  public let unit: String?
  /// How long each frame is shown; nil for one frame, or if nothing says so.
  public let timing: FrameTiming?
  /// The numbers of the overlay planes, from 1, and what they are called.
  public let overlayLabels: [String]
  /// What is worth knowing of the whole image.
  public let notes: [StoredImageNote]

  /// Whether the pixels are colours, of their own or of a palette.
  public var isColor: Bool { samplesPerPixel == 3 || palette != nil }

  let layout: SampleLayout
  let palette: PaletteTable?
  let overlays: [OverlayPlane]
  let padding: ClosedRange<Int>?
  private let dataSet: DataSet
  private let groups: FunctionalGroups?

  /// Reads an image.
  ///
  /// - Throws: A sentence if its pixels are not described in a way that can be read.
  init(_ dataSet: DataSet, kind: SampleLayout.Kind) throws(LayoutProblem) {
    self.dataSet = dataSet
    sopClassUID = dataSet.uid(.sopClassUID) ?? ""
    sopInstanceUID = dataSet.uid(.sopInstanceUID) ?? ""
    seriesInstanceUID = dataSet.uid(.seriesInstanceUID) ?? ""
    modality = dataSet.string(.modality)
    seriesDescription = dataSet.string(.seriesDescription)
    instanceNumber = dataSet.integer(.instanceNumber)
    layout = try SampleLayout(dataSet, kind: kind)
    columns = layout.columns
    rows = layout.rows
    samplesPerPixel = layout.channels
    bitsStored = layout.bitsStored
    frameCount = max(1, dataSet.integer(.numberOfFrames) ?? 1)
    photometricInterpretation =
      dataSet.string(.photometricInterpretation) ?? (layout.channels == 3 ? "RGB" : "MONOCHROME2")
    isInverted =
      photometricInterpretation == "MONOCHROME1"
      || dataSet.string(.presentationLUTShape) == "INVERSE"
    timing = FrameTiming(dataSet, frameCount: frameCount)
    var notes = Self.notes(dataSet)
    // Groups that do not fit the frames say nothing; the frames are there all the same.
    groups = try? FunctionalGroups(dataSet, frameCount: frameCount)
    do throws(PaletteProblem) {
      palette =
        photometricInterpretation == "PALETTE COLOR" && layout.channels == 1
        ? try PaletteTable(dataSet, isSigned: layout.isSigned) : nil
    } catch {
      throw LayoutProblem(error.message)
    }
    if photometricInterpretation == "PALETTE COLOR", palette == nil {
      throw LayoutProblem("PALETTE COLOR without a palette")
    }
    if let nonconformance = palette?.nonconformance {
      notes.append(StoredImageNote(.paletteBits, message: nonconformance))
    }
    padding = kind == .integer ? Self.padding(dataSet, isSigned: layout.isSigned) : nil
    let overlays = OverlayPlane.all(in: dataSet)
    self.overlays = overlays.planes
    notes += overlays.problems.map { StoredImageNote(.viewUnreadable, message: $0) }
    overlayLabels = overlays.planes.map(\.label)
    unit = Self.unit(dataSet)
    if frameCount > 1, timing == nil {
      notes.append(
        StoredImageNote(
          .frameTimeUnknown, message: "nothing says how fast the frames follow each other"))
    }
    self.notes = notes
  }

  /// The attributes of a frame, counted from 1: of its functional groups, and of the data set; of the
  /// data set alone where there is no such frame.
  func attributes(ofFrame frame: Int) -> FrameAttributes {
    guard (1...frameCount).contains(frame) else { return FrameAttributes(dataSet) }
    return groups?.attributes(ofFrame: frame - 1) ?? FrameAttributes(dataSet)
  }

  /// The bytes that making the image of one frame takes: as it is stored, decoded and as samples, the
  /// image, its copy with marks, and it as a file.
  public var frameMemory: Int {
    let sample = layout.kind == .integer && bitsStored < 32 ? 4 : 8
    let stored = 2 * (layout.frameBits / 8 + 1)
    return stored + layout.pixelCount * layout.channels * sample + 9 * layout.pixelCount
  }

  /// How large a pixel of a frame is; nil if the file does not say.
  public func pixelShape(ofFrame frame: Int) -> PixelShape? {
    PixelShape(attributes(ofFrame: frame).sources)
  }

  /// The letters at the sides of a frame; nil where the file states none.
  public func sides(ofFrame frame: Int) -> Annotation.Sides? {
    Annotation.Sides(attributes(ofFrame: frame))
  }

  /// The patient's name in one spelling, the patient's number and the study's date, as far as they
  /// are there: identity, which is shown only where somebody asked for it.
  public var identity: [String] {
    let name = dataSet.personName(.patientName)?.groups.first { !$0.isEmpty }
      .map { $0.split(separator: "^").joined(separator: " ") }
    return [name, dataSet.string(.patientID), dataSet.string(.studyDate)].compactMap(\.self)
      .filter { !$0.isEmpty }
  }

  private static func notes(_ dataSet: DataSet) -> [StoredImageNote] {
    guard dataSet.string(.lossyImageCompression) == "01" else { return [] }
    return [
      StoredImageNote(
        .lossyCompression, message: "the pixels once went through a lossy compression")
    ]
  }

  private static func padding(_ dataSet: DataSet, isSigned: Bool) -> ClosedRange<Int>? {
    let vr: VR = isSigned ? .ss : .us
    guard let value = dataSet.integer(.pixelPaddingValue, as: vr) else { return nil }
    let limit = dataSet.integer(.pixelPaddingRangeLimit, as: vr) ?? value
    return min(value, limit)...max(value, limit)
  }

  private static func unit(_ dataSet: DataSet) -> String? {
    switch dataSet.string(.rescaleType) {
    case "US": nil
    case .some(let type): type
    case nil:
      dataSet.string(.modality) == "CT" && dataSet.contains(.rescaleIntercept) ? "HU" : nil
    }
  }
}
