public import DICOMImaging
public import DerivedObjects
import DICOMModel
public import Files
import Presentation
public import VolumeModel
public import WorkScheduling

/// Makes the results of one volume DICOM objects.
public struct DerivedSeriesMaker: Sendable {
  /// How the objects are written.
  public let options: DerivedObjectOptions
  /// The images that the volume was made of; nil if there are none.
  public let source: SourceImages?
  /// What is known of the volume.
  public let attributes: VolumeAttributes

  /// What a pixel takes: the value, and what becomes of it on the way to its object.
  private static var bytesPerPixel: Int {
    MemoryLayout<Float>.stride + CalibratedSeries.objectBytesPerPixel
  }

  /// Creates a maker.
  public init(
    options: DerivedObjectOptions, source: SourceImages?, attributes: VolumeAttributes
  ) {
    self.options = options
    self.source = source
    self.attributes = attributes
  }

  /// Planes that become a calibrated series.
  public struct Planes: Sendable {
    /// The planes.
    public let planes: CalibratedPlanes
    /// What was done to the source images.
    public let derivation: Derivation

    /// Describes a series.
    public init(_ planes: CalibratedPlanes, by derivation: Derivation) {
      self.planes = planes
      self.derivation = derivation
    }
  }

  /// Pictures that are made one after the other and become the frames of one object.
  public struct Pictures: Sendable {
    /// How many there are.
    public let count: Int
    /// What was done to the source images.
    public let derivation: Derivation
    /// Where they lie, and what else is known of them.
    public let details: SecondaryCapture.Details
    /// Makes a picture, from 0; asked in order.
    public let picture: @Sendable (Int) throws -> Raster

    /// Describes an object.
    public init(
      _ count: Int, by derivation: Derivation,
      details: SecondaryCapture.Details = SecondaryCapture.Details(),
      picture: @escaping @Sendable (Int) throws -> Raster
    ) {
      self.count = count
      self.derivation = derivation
      self.details = details
      self.picture = picture
    }
  }

  /// Writes secondary captures, all in one series, while memory holds one picture at a time.
  ///
  /// - Parameters:
  ///   - pictures: The pictures of each object.
  ///   - sinks: Where each object goes.
  /// - Throws: `DerivedObjectError`, `FileWritingError`, `WriteError`, what the pictures throw.
  /// - Precondition: There are as many sinks as objects.
  public func write(_ pictures: [Pictures], to sinks: [ByteSink]) throws {
    precondition(pictures.count == sinks.count, "one sink for each object")
    var series: String?
    for (n, part) in pictures.enumerated() {
      var details = part.details
      details.instanceNumber = n + 1
      details.modality = attributes.modality
      series = try SecondaryCapture.write(
        part.count, to: sinks[n], from: source, by: part.derivation, details: details,
        options: options, series: series, picture: part.picture)
    }
  }

  /// Makes calibrated series, each with a number of its own.
  ///
  /// - Parameters:
  ///   - series: Their planes.
  ///   - window: The window that viewers begin with.
  ///   - context: The workers.
  /// - Returns: The series, in the order of their planes.
  /// - Throws: `DerivedObjectError`, `WorkCancelled`.
  public func series(
    of series: [Planes], window: DisplayWindow?, context: WorkContext = WorkContext()
  ) throws -> [CalibratedSeries] {
    guard let source else { throw DerivedObjectError.noPatientFrame }
    return try series.enumerated().map { n, part in
      try CalibratedSeries(
        part.planes, of: attributes, from: source, by: part.derivation, window: window,
        options: options.forSeries(n), context: context)
    }
  }

  /// Makes a calibrated series of the slices of a whole volume.
  ///
  /// - Parameters:
  ///   - volume: The volume, on the grid of the slices or on another.
  ///   - derivation: What was done; slices that are written anew keep their thickness.
  ///   - window: The window that viewers begin with; nil for the series' own, else a broad one.
  ///   - context: The workers.
  /// - Returns: The series.
  /// - Throws: `DerivedObjectError`, `WorkCancelled`.
  public func series(
    ofVolume volume: Volume, by derivation: Derivation, window: DisplayWindow? = nil,
    context: WorkContext = WorkContext()
  ) throws -> CalibratedSeries {
    let slice = volume.dimensions.voxelsPerSlice
    try context.limits.checkMemory(
      volume.memoryBytes + context.workers * slice * Self.bytesPerPixel)
    let isOwnGrid = derivation.processes == [.slices]
    let thickness = isOwnGrid ? source?.common.double(.sliceThickness) : nil
    let planes = CalibratedPlanes(
      slicesOf: volume, thickness: thickness, isResampled: !isOwnGrid)
    let window = try window ?? WindowChoice.automatic.resolve(for: volume, context: context)
    return try series(of: [Planes(planes, by: derivation)], window: window, context: context)[0]
  }
}
