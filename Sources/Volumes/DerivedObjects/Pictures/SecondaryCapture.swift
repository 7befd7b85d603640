public import DICOMImaging
import DICOMModel
import Geometry
import PixelCoding
public import VolumeModel

/// Pictures as a secondary capture: finished grey or colour samples, as they are on the screen.
///
/// One picture is a Secondary Capture Image; several of one size and kind are the frames of a
/// multi-frame object, grey (byte or word) or true colour. The samples are the pictures' own.
public struct SecondaryCapture: Sendable {
  private let pictures: [Raster]
  private let details: Details
  private let builder: ObjectBuilder
  private let sopClass: PictureClass
  private let identity: StableHash

  /// What else is known of pictures.
  public struct Details: Sendable {
    /// Modality of what is shown; nil for other (`OT`).
    public var modality: String?
    /// Where a single picture lies: its letters and its pixel spacing are told.
    public var plane: PlaneGeometry?
    /// Whether distances can be measured in the pictures: parallel rays, no perspective.
    public var isToScale = true
    /// How fast frames are shown.
    public var framesPerSecond = 12.5
    /// Instance Number.
    public var instanceNumber = 1

    /// Nothing is known.
    public init() {}
  }

  /// Series Instance UID.
  public var seriesInstanceUID: String { builder.seriesUID }

  /// Plans an object of pictures.
  ///
  /// - Parameters:
  ///   - pictures: The frames, all of one size and kind.
  ///   - source: The images that they were made of; nil if there are no DICOM images, which
  ///     leaves patient and study empty.
  ///   - derivation: What was done.
  ///   - details: What else is known.
  ///   - options: How objects are written.
  ///   - series: Series Instance UID of the series to join; nil for a new one.
  /// - Throws: ``DerivedObjectError``.
  public init(
    _ pictures: [Raster], from source: SourceImages?, by derivation: Derivation,
    details: Details = Details(), options: DerivedObjectOptions, series: String? = nil
  ) throws {
    guard let first = pictures.first else { throw DerivedObjectError.nothingToWrite }
    let sopClass = PictureClass(first, count: pictures.count)
    let differing = pictures.firstIndex {
      $0.width != first.width || $0.height != first.height
        || PictureClass($0, count: pictures.count) != sopClass
    }
    if let differing { throw DerivedObjectError.picturesDiffer(index: differing) }
    guard first.width <= 65_535, first.height <= 65_535 else {
      throw DerivedObjectError.tooLarge(columns: first.width, rows: first.height)
    }
    _ = try PixelEncoding(
      options.transferSyntax, format: try Self.format(first), frames: pictures.count)
    identity = Self.identity(
      pictures, source: source, derivation: derivation, details: details, options: options)
    self.pictures = pictures
    self.details = details
    self.sopClass = sopClass
    builder = ObjectBuilder(
      source, options: options, derivation: derivation,
      seriesUID: series ?? options.identifiers.uid(of: identity))
  }

  /// Makes the object.
  ///
  /// - Throws: What the encoder throws.
  public func object() throws -> DerivedObject {
    var builder = builder
    let options = builder.options
    builder.setStudy()
    builder.setSeries(modality: details.modality ?? "OT")
    builder.setEquipment()
    builder.setInstance(sopClassUID: sopClass.uid, number: details.instanceNumber)
    setCapture(&builder)
    if pictures.count > 1 { setFrames(&builder) }
    builder.setDerivation()
    let pixels = pictures.map(\.nativeBytes)
    try builder.identify(identity, part: "picture \(details.instanceNumber)", pixels: pixels)
    try PixelEncoding(
      options.transferSyntax, format: try Self.format(pictures[0]), frames: pictures.count
    )
    .set(pixels, in: &builder.set, photometric: sopClass.photometric)
    return DerivedObject(dataSet: builder.set, transferSyntax: options.transferSyntax)
  }

  /// SC Equipment and SC Image (PS3.3 C.8.6).
  private func setCapture(_ builder: inout ObjectBuilder) {
    builder.set.set(.conversionType, string: "WSD")
    builder.set.set(.imageType, strings: ["DERIVED", "SECONDARY"])
    let letters = pictures.count == 1 ? details.plane?.sideLetters : nil
    if let letters {
      builder.set.set(.patientOrientation, strings: [letters.right, letters.bottom])
    } else {
      builder.setEmpty(.patientOrientation)
    }
    if details.isToScale, let pixel = pictures[0].pixelSize {
      builder.set.set(.pixelSpacing, doubles: [pixel.y, pixel.x])
    }
    if sopClass.isGrey, pictures.count > 1 {
      builder.set.set(.presentationLUTShape, string: "IDENTITY")
      builder.set.set(.rescaleIntercept, double: 0)
      builder.set.set(.rescaleSlope, double: 1)
      builder.set.set(.rescaleType, string: "US")
    }
  }

  /// Multi-frame and Cine (PS3.3 C.7.6.6, C.7.6.5).
  private func setFrames(_ builder: inout ObjectBuilder) {
    builder.set.set(.numberOfFrames, integer: pictures.count)
    builder.set.set(.frameIncrementPointer, tags: [.frameTime])
    builder.set.set(.frameTime, double: 1000 / details.framesPerSecond)
    builder.set.set(
      .recommendedDisplayFrameRate, integer: max(1, Int(details.framesPerSecond.rounded())))
  }

  private static func format(_ picture: Raster) throws -> PixelFormat {
    let bits = if case .gray16 = picture.samples { 16 } else { 8 }
    return try PixelFormat(
      columns: picture.width, rows: picture.height, samplesPerPixel: picture.samples.channels,
      bitsAllocated: bits, bitsStored: bits, highBit: bits - 1, isSigned: false)
  }

  private static func identity(
    _ pictures: [Raster], source: SourceImages?, derivation: Derivation, details: Details,
    options: DerivedObjectOptions
  ) -> StableHash {
    var hash = StableHash()
    hash.update("secondary capture")
    for reference in source?.references ?? [] { hash.update(reference.sopInstanceUID) }
    hash.update(derivation.description)
    hash.update("\(derivation.processes) \(pictures.count)")
    hash.update("\(pictures[0].width) \(pictures[0].height)")
    if options.identifiers.isDeterministic {
      for picture in pictures { hash.update(picture.nativeBytes) }
      hash.update(options)
      hash.update("\(details.modality ?? "") \(details.isToScale) \(details.framesPerSecond)")
    } else if let plane = details.plane {
      hash.update("\(plane.pixelToPatient.rowMajor)")
    }
    return hash
  }
}

/// The classes of secondary capture (PS3.4 B.5), and what pixels they hold.
enum PictureClass: Hashable {
  case single(isGrey: Bool, isWord: Bool)
  case byteFrames, wordFrames, colorFrames

  init(_ picture: Raster, count: Int) {
    switch (picture.samples, count > 1) {
    case (.gray8, true): self = .byteFrames
    case (.gray16, true): self = .wordFrames
    case (.rgb8, true): self = .colorFrames
    case (.gray8, false): self = .single(isGrey: true, isWord: false)
    case (.gray16, false): self = .single(isGrey: true, isWord: true)
    case (.rgb8, false): self = .single(isGrey: false, isWord: false)
    }
  }

  var uid: String {
    switch self {
    case .single: "1.2.840.10008.5.1.4.1.1.7"
    case .byteFrames: "1.2.840.10008.5.1.4.1.1.7.2"
    case .wordFrames: "1.2.840.10008.5.1.4.1.1.7.3"
    case .colorFrames: "1.2.840.10008.5.1.4.1.1.7.4"
    }
  }

  var isGrey: Bool {
    switch self {
    case .single(let isGrey, _): isGrey
    case .byteFrames, .wordFrames: true
    case .colorFrames: false
    }
  }

  var photometric: String { isGrey ? "MONOCHROME2" : "RGB" }
}

extension Raster {
  /// The samples, little-endian.
  var nativeBytes: [UInt8] {
    switch samples {
    case .gray8(let bytes), .rgb8(let bytes): bytes
    case .gray16(let words):
      words.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    }
  }
}
