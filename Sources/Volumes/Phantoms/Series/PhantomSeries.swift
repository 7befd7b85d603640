public import DICOMModel
public import Geometry
public import VolumeModel

/// A phantom as a DICOM series: what it shows, how it is cut into slices, how it is written.
///
/// The same parameters give the same bytes, UIDs included, on every machine and with any
/// number of workers.
public struct PhantomSeries: Hashable, Sendable {
  /// The kind of images.
  public enum Modality: String, CaseIterable, Hashable, Sendable, Codable {
    /// CT images: Hounsfield units through rescale slope and intercept.
    case ct = "CT"
    /// MR images: no rescale and no unit; values are the phantom's, lifted by minus the
    /// format's intercept so that they are stored as they are.
    case mr = "MR"
  }

  /// Which way the files are named and numbered.
  public enum FileOrder: String, CaseIterable, Hashable, Sendable, Codable {
    /// Along the normal, row × column.
    case ascending
    /// Against the normal.
    case descending
    /// File names and instance numbers each in a random order of their own.
    case shuffled
  }

  /// Which phantom.
  public var kind: PhantomKind
  /// Columns, rows and slices.
  public var dimensions: GridDimensions
  /// The distances in mm of columns, of rows, and of slices along the table.
  public var spacing: SIMD3<Double>
  /// The direction of rows and columns before the gantry is tilted.
  public var orientation = SliceOrientation.axial
  /// The gantry's tilt in degrees.
  ///
  /// Slices are turned about their rows, right-handed, while the table keeps moving along the
  /// untilted normal. The stack is then sheared.
  public var tiltDegrees = 0.0
  /// The middle of the stack in LPS mm.
  public var center = PatientPoint(0, 0, 0)
  /// The kind of images.
  public var modality = Modality.ct
  /// How values are stored.
  public var format = StoredFormat.unsigned12
  /// The standard deviation of the noise, in modality units.
  public var noise = 0.0
  /// Samples along each axis of a voxel, whose mean is its value.
  public var supersampling = 1
  /// The seed of noise, order and oddities.
  public var seed: UInt64 = 1
  /// Which way the files are named and numbered.
  public var order = FileOrder.ascending
  /// How files are encoded: one of the four native transfer syntaxes.
  public var transferSyntax = TransferSyntax.explicitVRLittleEndian
  /// What is odd about the series.
  public var oddities = SeriesOddities()

  /// Creates a series with everything else at its default.
  ///
  /// - Parameters:
  ///   - kind: Which phantom.
  ///   - dimensions: Columns, rows and slices.
  ///   - spacing: The distances in mm of columns, of rows, and of slices along the table.
  public init(
    _ kind: PhantomKind,
    dimensions: GridDimensions = GridDimensions(columns: 128, rows: 128, slices: 128),
    spacing: SIMD3<Double> = SIMD3(2, 2, 2)
  ) {
    self.kind = kind
    self.dimensions = dimensions
    self.spacing = spacing
  }

  /// The syntaxes in which a series can be written.
  public static let transferSyntaxes: [TransferSyntax] = [
    .explicitVRLittleEndian, .implicitVRLittleEndian, .explicitVRBigEndian,
    .deflatedExplicitVRLittleEndian,
  ]
}

extension PhantomSeries: CustomStringConvertible {
  /// One line for people: what, how large, how it lies, how it is written.
  public var description: String {
    let size = dimensions.ijk.map { "\($0)" }.joined(separator: "×")
    let tilt = tiltDegrees == 0 ? "" : " tilted \(tiltDegrees)°"
    return "\(modality.rawValue) \(kind) \(size) \(orientation.name)\(tilt), \(order), "
      + "\(transferSyntax)"
  }
}
