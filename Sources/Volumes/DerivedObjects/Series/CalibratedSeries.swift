public import DICOMImaging
import DICOMModel
import Geometry
import PixelCoding
public import VolumeModel
public import WorkScheduling

/// A derived series of CT, MR or PET images: planes of calibrated values in the patient.
///
/// Every plane becomes an image of its own with its exact position, orientation and pixel
/// spacing, so that parallel and turned, even, sheared and uneven planes are all told as they
/// are. Frame of reference, study, patient and orders are the source's; series and instances are
/// new, and name their source.
public struct CalibratedSeries: Sendable {
  /// How values are stored, and what that costs.
  public let quantisation: ValueQuantisation
  /// Series Instance UID.
  public let seriesInstanceUID: String
  /// The bytes that a pixel takes on the way from its value to its object: as it is stored, encoded
  /// with what an encoder keeps, in the data set and in the file.
  public static var objectBytesPerPixel: Int { 28 }
  /// The number of images.
  public var count: Int { planes.geometries.count }

  private let planes: CalibratedPlanes
  private let kind: CalibratedClass
  private let builder: ObjectBuilder
  private let frameOfReference: String
  private let unit: String?
  private let isInverted: Bool
  private let window: DisplayWindow?
  private let identity: StableHash

  /// Plans a series: looks at all values once to choose how they are stored.
  ///
  /// - Parameters:
  ///   - planes: The planes in the order of their Instance Numbers.
  ///   - attributes: What is known of the volume they were made of.
  ///   - source: The images that the volume was made of.
  ///   - derivation: What was done.
  ///   - window: The display window that viewers begin with, if any.
  ///   - options: How objects are written.
  ///   - context: The workers.
  /// - Throws: ``DerivedObjectError`` if the source is of no such kind, has no patient frame, or
  ///   lacks what the class needs; `WorkCancelled`.
  public init(
    _ planes: CalibratedPlanes, of attributes: VolumeAttributes, from source: SourceImages,
    by derivation: Derivation, window: DisplayWindow? = nil, options: DerivedObjectOptions,
    context: WorkContext = WorkContext()
  ) throws {
    let sourceClass = source.middle.uid(.sopClassUID) ?? ""
    guard let kind = CalibratedClass(sourceClass: sourceClass) else {
      throw DerivedObjectError.noCalibratedClass(attributes.modality ?? "such images")
    }
    guard attributes.hasPatientFrame else { throw DerivedObjectError.noPatientFrame }
    try Self.check(planes)
    let rescale = Self.rescale(of: source)
    let isDeterministic = options.identifiers.isDeterministic
    let looks = try planes.looks(context) { values in
      (ValueSurvey(values, source: rescale), isDeterministic ? StableHash(values).value : 0)
    }
    let survey = looks.dropFirst().reduce(looks[0].0) { $0.joined($1.0) }
    quantisation = ValueQuantisation(survey, source: rescale, rule: kind.rule)
    var identity = Self.identity(
      planes, source: source, derivation: derivation, quantisation: quantisation, survey: survey)
    if isDeterministic {
      identity.update(options)
      identity.update("\(String(describing: window)) \(looks.map(\.1))")
    }
    self.identity = identity
    seriesInstanceUID = options.identifiers.uid(of: identity)
    builder = ObjectBuilder(
      source, options: options, derivation: derivation, seriesUID: seriesInstanceUID,
      texts: [attributes.unit].compactMap(\.self))
    self.planes = planes
    self.kind = kind
    self.window = window
    frameOfReference =
      attributes.frameOfReferenceUID ?? source.middle.uid(.frameOfReferenceUID)
      ?? Self.frameOfReference(of: source)
    unit = attributes.unit
    isInverted = attributes.isInverted
    _ = try PixelEncoding(options.transferSyntax, format: try format(of: 0), frames: 1)
  }

  /// Makes an image.
  ///
  /// - Parameters:
  ///   - index: The plane, from 0.
  ///   - context: Whether to go on.
  /// - Returns: The image, pixels included.
  /// - Throws: ``DerivedObjectError``, what the encoder throws; `WorkCancelled`.
  public func object(
    _ index: Int, context: WorkContext = WorkContext()
  ) throws -> DerivedObject {
    guard planes.geometries.indices.contains(index) else {
      throw DerivedObjectError.noSuchPlane(index: index, count: planes.geometries.count)
    }
    let lot = planes.lots.first { $0.contains(index) } ?? index..<index + 1
    return try object(index, values: planes.ready(lot)(index), context: context)
  }

  /// Whether the values of all planes are in memory together, so that any image is made as fast as
  /// the next.
  public var isHeld: Bool { planes.lots.count == 1 }

  /// Makes all images, those of planes that are in memory together several at a time.
  ///
  /// - Parameters:
  ///   - context: The workers.
  ///   - body: Takes an image and its number, from 0.
  /// - Throws: As ``object(_:context:)``, and what `body` throws.
  public func forEachObject(
    context: WorkContext = WorkContext(), body: @Sendable (DerivedObject, Int) throws -> Void
  ) throws {
    for lot in planes.lots {
      let values = try planes.ready(lot)
      try context.forEach(lot.count, stage: "writing") { n in
        let index = lot.lowerBound + n
        try body(try object(index, values: values(index), context: context), index)
      }
    }
  }

  private func object(
    _ index: Int, values: [Float], context: WorkContext
  ) throws -> DerivedObject {
    let pixels = quantisation.bytes(of: values)
    var builder = builder
    builder.setStudy()
    builder.setSeries(modality: kind.modality)
    builder.setFrameOfReference(frameOfReference)
    builder.setEquipment()
    builder.setInstance(sopClassUID: kind.rawValue, number: index + 1)
    setPlane(index, builder: &builder)
    switch kind {
    case .ct: builder.setCT(quantisation, unit: unit)
    case .mr: builder.setMR(quantisation, unit: unit)
    case .pet: try builder.setPET(quantisation, unit: unit, index: index, count: count)
    }
    builder.set(window)
    if let padding = quantisation.padding {
      builder.set.set(
        .pixelPaddingValue, vr: quantisation.isSigned ? .ss : .us, integer: padding)
    }
    builder.setDerivation(quantisation: quantisationText, reference: sourceImage(of: index))
    try builder.identify(identity, part: "image \(index)", pixels: [pixels])
    let syntax = builder.options.transferSyntax
    try PixelEncoding(syntax, format: try format(of: index), frames: 1).set(
      [pixels], in: &builder.set,
      photometric: isInverted && kind != .pet ? "MONOCHROME1" : "MONOCHROME2", context: context)
    return DerivedObject(dataSet: builder.set, transferSyntax: syntax)
  }

  private func format(of index: Int) throws -> PixelFormat {
    let plane = planes.geometries[index]
    return try PixelFormat(
      columns: plane.width, rows: plane.height, bitsAllocated: 16, bitsStored: 16, highBit: 15,
      isSigned: quantisation.isSigned)
  }

  private func setPlane(_ index: Int, builder: inout ObjectBuilder) {
    let plane = planes.geometries[index]
    let position = plane.firstPixel
    builder.setPlane(
      position: [position.x, position.y, position.z],
      orientation: [plane.right, plane.down].flatMap { [$0.x, $0.y, $0.z] },
      pixelSpacing: [plane.pixelHeight, plane.pixelWidth], thickness: planes.thickness,
      spacing: planes.spacing)
  }

  /// The only source image of a stored slice, where every image is a slice; else nil.
  private func sourceImage(of index: Int) -> Int? {
    guard let slices = planes.slices, let source = builder.source,
      builder.derivation.processes == [.slices],
      source.references.count == slices.volumeCount
    else { return nil }
    return slices.indices[index]
  }

  /// What Derivation Description says of the storing.
  private var quantisationText: String {
    let error = quantisation.largestError
    guard error > 0 else { return "values stored exactly" }
    let unit = unit.map { " " + $0 } ?? ""
    return "values stored within \(error)\(unit)"
  }
}

extension CalibratedPlanes {
  /// Looks at the values of all planes, lot by lot.
  fileprivate func looks<Look: Sendable>(
    _ context: WorkContext, look: @Sendable ([Float]) -> Look
  ) throws -> [Look] {
    try lots.flatMap { lot in
      let values = try ready(lot)
      return try context.map(lot.count, stage: "looking") { look(values(lot.lowerBound + $0)) }
    }
  }
}

extension CalibratedSeries {
  private static func check(_ planes: CalibratedPlanes) throws(DerivedObjectError) {
    guard !planes.geometries.isEmpty else { throw .nothingToWrite }
    try checkNumbers(planes)
    guard planes.thickness.isFinite, planes.thickness >= 0 else {
      throw .sourceLacks("Slice Thickness")
    }
    for plane in planes.geometries where plane.width > 65_535 || plane.height > 65_535 {
      throw .tooLarge(columns: plane.width, rows: plane.height)
    }
  }

  /// Refuses planes that are counted in different ways.
  private static func checkNumbers(_ planes: CalibratedPlanes) throws(DerivedObjectError) {
    let count = planes.geometries.count
    var made = 0
    for lot in planes.lots {
      guard lot.lowerBound == made, lot.upperBound <= count else {
        throw .noSuchPlane(index: lot.lowerBound, count: count)
      }
      made = lot.upperBound
    }
    guard made == count else { throw .noSuchPlane(index: made, count: count) }
    guard let slices = planes.slices else { return }
    guard slices.indices.count == count else {
      throw .noSuchPlane(index: slices.indices.count, count: count)
    }
    for slice in slices.indices where !(0..<max(0, slices.volumeCount)).contains(slice) {
      throw .noSuchPlane(index: slice, count: slices.volumeCount)
    }
  }

  /// The frame of a series that names none: coordinates of one series share it, however many
  /// series are derived, and whenever.
  private static func frameOfReference(of source: SourceImages) -> String {
    var hash = StableHash()
    hash.update("frame of reference")
    for uid in Set(source.references.map(\.seriesInstanceUID)).sorted() { hash.update(uid) }
    return UniqueIdentifier.derived(from: hash)
  }

  /// Slope and intercept of the source, if its images share them.
  private static func rescale(of source: SourceImages) -> (slope: Double, intercept: Double)? {
    guard let slope = source.common.double(.rescaleSlope), slope.isFinite, slope > 0,
      let intercept = source.common.double(.rescaleIntercept), intercept.isFinite
    else { return nil }
    return (slope, intercept)
  }

  /// Everything that tells the series from others made of the same images.
  private static func identity(
    _ planes: CalibratedPlanes, source: SourceImages, derivation: Derivation,
    quantisation: ValueQuantisation, survey: ValueSurvey
  ) -> StableHash {
    var hash = StableHash()
    hash.update("calibrated series")
    for reference in source.references { hash.update(reference.sopInstanceUID) }
    hash.update(derivation.description)
    hash.update("\(derivation.processes) \(planes.thickness)")
    hash.update("\(quantisation.slope) \(quantisation.intercept) \(survey)")
    for plane in planes.geometries {
      let place = plane.pixelToPatient
      hash.update("\(plane.width) \(plane.height) \(place.rowMajor)")
    }
    return hash
  }
}

extension ObjectBuilder {
  /// VOI LUT (PS3.3 C.11.2): the window that viewers begin with.
  mutating func set(_ window: DisplayWindow?) {
    let window = window.flatMap { $0.center.isFinite && $0.width.isFinite ? $0 : nil }
    guard let window else { return }
    set.set(.windowCenter, double: window.center)
    set.set(.windowWidth, double: window.width)
    switch window.function {
    case .linear: break
    case .linearExact: set.set(.voiLUTFunction, string: "LINEAR_EXACT")
    case .sigmoid: set.set(.voiLUTFunction, string: "SIGMOID")
    }
  }
}
