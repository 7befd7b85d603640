public import DICOMImaging
public import DerivedObjects
import DICOMModel
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

  /// Pictures that become the frames of one object.
  public struct Pictures: Sendable {
    /// The frames.
    public let frames: [Raster]
    /// What was done to the source images.
    public let derivation: Derivation
    /// Where they lie, and what else is known of them.
    public let details: SecondaryCapture.Details

    /// Describes an object.
    public init(
      _ frames: [Raster], by derivation: Derivation,
      details: SecondaryCapture.Details = SecondaryCapture.Details()
    ) {
      self.frames = frames
      self.derivation = derivation
      self.details = details
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

  /// Returns secondary captures, all in one series.
  ///
  /// - Throws: `DerivedObjectError`.
  public func captures(of pictures: [Pictures]) throws -> [SecondaryCapture] {
    var captures: [SecondaryCapture] = []
    for (n, picture) in pictures.enumerated() {
      var details = picture.details
      details.instanceNumber = n + 1
      details.modality = attributes.modality
      captures.append(
        try SecondaryCapture(
          picture.frames, from: source, by: picture.derivation, details: details, options: options,
          series: captures.first?.seriesInstanceUID))
    }
    return captures
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
    let isOwnGrid = derivation.processes == [.slices]
    let thickness = isOwnGrid ? source?.common.double(.sliceThickness) : nil
    let planes = CalibratedPlanes(
      slicesOf: volume, thickness: thickness, isResampled: !isOwnGrid)
    let window = try window ?? WindowChoice.automatic.resolve(for: volume, context: context)
    return try series(of: [Planes(planes, by: derivation)], window: window, context: context)[0]
  }
}
