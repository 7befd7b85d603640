import DICOMImaging
import DICOMModel
import Geometry
import PixelCoding
import VolumeModel

/// What is known of a secondary capture once its first picture is there.
struct CapturePlan {
  let count: Int
  let details: SecondaryCapture.Details
  let sopClass: PictureClass
  let encoding: PixelEncoding
  private let pixelSize: SIMD2<Double>?

  init(
    _ first: Raster, count: Int, details: SecondaryCapture.Details, syntax: TransferSyntax
  ) throws {
    guard first.width <= 65_535, first.height <= 65_535 else {
      throw DerivedObjectError.tooLarge(columns: first.width, rows: first.height)
    }
    self.count = count
    self.details = details
    sopClass = PictureClass(first, count: count)
    encoding = try PixelEncoding(syntax, format: try Self.format(first), frames: count)
    pixelSize = first.pixelSize
  }

  /// What tells the object from others of its series.
  var part: String { "picture \(details.instanceNumber)" }

  /// Whether a picture is like the first one.
  func holds(_ picture: Raster) -> Bool {
    picture.width == encoding.format.columns && picture.height == encoding.format.rows
      && PictureClass(picture, count: count) == sopClass
  }

  /// Sets everything but identifier and pixels.
  func describe(in builder: inout ObjectBuilder) {
    builder.setStudy()
    builder.setSeries(modality: details.modality ?? "OT")
    builder.setEquipment()
    builder.setInstance(sopClassUID: sopClass.uid, number: details.instanceNumber)
    setCapture(&builder)
    if count > 1 { setFrames(&builder) }
    builder.setDerivation()
  }

  /// SC Equipment and SC Image (PS3.3 C.8.6).
  private func setCapture(_ builder: inout ObjectBuilder) {
    builder.set.set(.conversionType, string: "WSD")
    builder.set.set(.imageType, strings: ["DERIVED", "SECONDARY"])
    let letters = count == 1 ? details.plane?.sideLetters : nil
    if let letters {
      builder.set.set(.patientOrientation, strings: [letters.right, letters.bottom])
    } else {
      builder.setEmpty(.patientOrientation)
    }
    if details.isToScale, let pixel = pixelSize, pixel.x.isFinite, pixel.y.isFinite {
      builder.set.set(.pixelSpacing, doubles: [pixel.y, pixel.x])
    }
    if sopClass.isGrey, count > 1 {
      builder.set.set(.presentationLUTShape, string: "IDENTITY")
      builder.set.set(.rescaleIntercept, double: 0)
      builder.set.set(.rescaleSlope, double: 1)
      builder.set.set(.rescaleType, string: "US")
    }
  }

  /// Multi-frame and Cine (PS3.3 C.7.6.6, C.7.6.5).
  private func setFrames(_ builder: inout ObjectBuilder) {
    builder.set.set(.numberOfFrames, integer: count)
    builder.set.set(.frameIncrementPointer, tags: [.frameTime])
    let isSpeed = details.framesPerSecond > 1e-6 && details.framesPerSecond < 1e6
    let framesPerSecond = isSpeed ? details.framesPerSecond : 1
    builder.set.set(.frameTime, double: 1000 / framesPerSecond)
    builder.set.set(
      .recommendedDisplayFrameRate, integer: max(1, Int(framesPerSecond.rounded())))
  }

  private static func format(_ picture: Raster) throws -> PixelFormat {
    let bits = if case .gray16 = picture.samples { 16 } else { 8 }
    return try PixelFormat(
      columns: picture.width, rows: picture.height, samplesPerPixel: picture.samples.channels,
      bitsAllocated: bits, bitsStored: bits, highBit: bits - 1, isSigned: false)
  }

  /// What tells the series from others, as far as it precedes the pictures.
  func identity(
    source: SourceImages?, derivation: Derivation, options: DerivedObjectOptions
  ) -> StableHash {
    var hash = StableHash()
    hash.update("secondary capture")
    for reference in source?.references ?? [] { hash.update(reference.sopInstanceUID) }
    hash.update(derivation.description)
    hash.update("\(derivation.processes) \(count)")
    hash.update("\(encoding.format.columns) \(encoding.format.rows)")
    return hash
  }

  /// Adds what follows the pictures.
  func finish(_ identity: inout StableHash, options: DerivedObjectOptions) {
    if options.identifiers.isDeterministic {
      identity.update(options)
      identity.update("\(details.modality ?? "") \(details.isToScale) \(details.framesPerSecond)")
    } else if let plane = details.plane {
      identity.update("\(plane.pixelToPatient.rowMajor)")
    }
  }
}
