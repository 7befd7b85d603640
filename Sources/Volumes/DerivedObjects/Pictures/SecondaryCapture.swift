public import DICOMImaging
import DICOMModel
import Geometry
import PixelCoding
public import VolumeModel
public import WorkScheduling

/// Pictures as a secondary capture: finished grey or colour samples, as they are on the screen.
///
/// One picture is a Secondary Capture Image; several of one size and kind are the frames of a
/// multi-frame object, grey (byte or word) or true colour. The samples are the pictures' own.
public struct SecondaryCapture: Sendable {
  private let pictures: [Raster]
  private let plan: CapturePlan
  private let builder: ObjectBuilder
  private let identity: StableHash

  /// What else is known of pictures.
  public struct Details: Sendable {
    /// Modality of what is shown; nil for other (`OT`).
    public var modality: String?
    /// Where a single picture lies: its letters and its pixel spacing are told.
    public var plane: PlaneGeometry?
    /// Whether distances can be measured in the pictures: parallel rays, no perspective.
    public var isToScale = true
    /// How fast frames are shown; what is no speed counts as one a second.
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
    let plan = try CapturePlan(
      first, count: pictures.count, details: details, syntax: options.transferSyntax)
    if let differing = pictures.firstIndex(where: { !plan.holds($0) }) {
      throw DerivedObjectError.picturesDiffer(index: differing)
    }
    var identity = plan.identity(source: source, derivation: derivation, options: options)
    if options.identifiers.isDeterministic {
      for picture in pictures { identity.update(picture.nativeBytes) }
    }
    plan.finish(&identity, options: options)
    self.identity = identity
    self.plan = plan
    self.pictures = pictures
    builder = ObjectBuilder(
      source, options: options, derivation: derivation,
      seriesUID: series ?? options.identifiers.uid(of: identity))
  }

  /// Makes the object.
  ///
  /// - Parameter context: Whether to go on; asked between frames.
  /// - Returns: The object, pixels included.
  /// - Throws: What the encoder throws; `WorkCancelled`.
  public func object(context: WorkContext = WorkContext()) throws -> DerivedObject {
    var builder = builder
    plan.describe(in: &builder)
    let pixels = try pictures.map { picture in
      try context.check()
      return picture.nativeBytes
    }
    try builder.identify(identity, part: plan.part, pixels: pixels)
    try plan.encoding.set(
      pixels, in: &builder.set, photometric: plan.sopClass.photometric, context: context)
    return DerivedObject(
      dataSet: builder.set, transferSyntax: builder.options.transferSyntax)
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
