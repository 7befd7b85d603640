import Geometry
import VolumeModel
import DICOMModel

/// The parameters of a series as they stand in `truth.json`.
struct SeriesParameters: Hashable, Sendable, Codable {
  var kind: PhantomKind
  /// Columns, rows, slices.
  var size: [Int]
  /// Distances of columns, of rows, and of slices along the table, in mm.
  var spacing: [Double]
  /// Two letters or six numbers, before the tilt.
  var orientation: String
  var tiltDegrees: Double
  /// LPS mm.
  var center: [Double]
  var modality: PhantomSeries.Modality
  var format: StoredFormat
  /// The standard deviation in modality units.
  var noise: Double
  var supersampling: Int
  var seed: UInt64
  var order: PhantomSeries.FileOrder?
  var transferSyntax: String?
  var oddities: SeriesOddities

  init(_ series: PhantomSeries) {
    kind = series.kind
    size = series.dimensions.ijk
    spacing = [series.spacing.x, series.spacing.y, series.spacing.z]
    orientation = series.orientation.name
    tiltDegrees = series.tiltDegrees
    center = [series.center.x, series.center.y, series.center.z]
    modality = series.modality
    format = series.format
    noise = series.noise
    supersampling = series.supersampling
    seed = series.seed
    order = series.order
    transferSyntax = series.transferSyntax.uid
    oddities = series.oddities
  }

  /// What tells the series from others: not how its files are ordered and encoded, so that a
  /// shuffled copy is the same series.
  var identity: SeriesParameters {
    var identity = self
    identity.order = nil
    identity.transferSyntax = nil
    return identity
  }
}
