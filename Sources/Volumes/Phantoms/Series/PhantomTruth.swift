import Geometry
import VolumeModel

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What is known of a written series: the content of `truth.json`.
///
/// Coordinates are LPS mm, indices count from 0 along columns, rows and the normal
/// row × column, values are those that a loader finds.
public struct PhantomTruth: Hashable, Sendable, Codable {
  /// A voxel and its exact value.
  public struct Probe: Hashable, Sendable, Codable {
    /// Column, row and slice of the loaded volume.
    public var index: [Int]
    /// The centre of the voxel in LPS mm.
    public var position: [Double]
    /// The modality value.
    public var value: Double
    /// Whether the voxel is declared padding and holds no measured value.
    public var isPadding: Bool
  }

  /// A file of the series.
  public struct File: Hashable, Sendable, Codable {
    /// The name in the folder.
    public var name: String
    /// `slice`, `duplicate`, `conflicting`, `repeated` or `localizer`.
    public var role: String
    /// The slice's index along the normal, missing ones counted.
    public var slice: Int
    /// Instance Number.
    public var instanceNumber: Int
    /// SOP Instance UID.
    public var sopInstanceUID: String
  }

  /// Which phantom.
  public var kind: PhantomKind
  /// The parameters that made it.
  var parameters: SeriesParameters
  /// The phantom in closed form.
  public var phantom: PhantomFacts
  /// `HU`, or nil for MR.
  public var unit: String?
  /// Study Instance UID.
  public var studyInstanceUID: String
  /// Series Instance UID.
  public var seriesInstanceUID: String
  /// Frame of Reference UID.
  public var frameOfReferenceUID: String
  /// Columns, rows and slices of the loaded volume.
  public var dimensions: [Int]
  /// Voxel (i, j, k) → LPS mm, 4×4, row-major, as the loader has it: k along row × column, the
  /// third column from the first to the last slice.
  public var affine: [Double]
  /// `regular`, `sheared` or `irregular`.
  public var regularity: String
  /// The angle between the slice-to-slice vector and the normal, in degrees.
  public var shearDegrees: Double
  /// mm along the normal from the first slice, if the slices are unevenly spaced.
  public var slicePositions: [Double]?
  /// Exact values at some voxels.
  public var probes: [Probe]
  /// The files, in the order of their names.
  public var files: [File]

  /// Returns the JSON of a value; equal values give equal bytes.
  static func json(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return Array(try encoder.encode(value))
  }
}
