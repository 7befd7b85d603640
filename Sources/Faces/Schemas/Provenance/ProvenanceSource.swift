import DICOMImaging
import Geometry
public import SeriesLoading
public import StoredImages
import VolumeFiles
import VolumeModel

/// A volume, or a series of stored images, that results were made of.
public struct ProvenanceSource: Encodable, Hashable, Sendable {
  /// A DICOM instance.
  public struct Instance: Encodable, Hashable, Sendable {
    /// SOP Class UID.
    public let sopClassUID: String
    /// SOP Instance UID.
    public let sopInstanceUID: String
  }

  /// A volume file.
  public struct File: Encodable, Hashable, Sendable {
    /// Its format in words.
    public let format: String
    /// The SHA-256 of its bytes, in hexadecimal; nil where the source is not to be named.
    public let sha256: String?
  }

  /// Series Instance UID.
  public let seriesInstanceUID: String?
  /// Frame of Reference UID.
  public let frameOfReferenceUID: String?
  /// Modality.
  public let modality: String?
  /// The unit of values.
  public let unit: String?
  /// The DICOM instances of the phases that were used.
  public let instances: [Instance]
  /// The volume file, if it was one.
  public let file: File?
  /// Phases that were used, from 0.
  public let phases: [Int]
  /// Columns, rows and slices; nil for stored images, which are no volume.
  public let dimensions: [Int]?
  /// Voxel (i, j, k) → LPS mm, 4×4, row-major; nil for stored images.
  public let affine: [Double]?
  /// Millimetres along the normal, of an irregular stack.
  public let slicePositions: [Double]?
  /// The codes of what was found.
  public let findings: [String]

  /// The same without what names the source: identifiers, digests of its files, and units that are
  /// not known as such.
  public var anonymous: ProvenanceSource { ProvenanceSource(hiding: self) }

  private init(hiding source: ProvenanceSource) {
    let attributes = VolumeAttributes(modality: source.modality, unit: source.unit).anonymous
    seriesInstanceUID = nil
    frameOfReferenceUID = nil
    modality = attributes.modality
    unit = attributes.unit
    instances = []
    file = source.file.map { File(format: $0.format, sha256: nil) }
    phases = source.phases
    dimensions = source.dimensions
    affine = source.affine
    slicePositions = source.slicePositions
    findings = source.findings
  }

  /// What is known of a volume of which some phases were used.
  ///
  /// - Throws: `VolumeFileError` if the volume file cannot be read.
  public init(of plan: VolumePlan, phases: [Int]) throws {
    let grid = plan.geometry
    seriesInstanceUID = plan.attributes.seriesInstanceUID
    frameOfReferenceUID = plan.attributes.frameOfReferenceUID
    modality = plan.attributes.modality
    // What a file calls its unit is a text, unless it is known as one.
    unit = plan.attributes.anonymous.unit
    self.phases = phases
    dimensions = grid.dimensions.ijk
    affine = grid.voxelToPatient.rowMajor
    slicePositions = grid.slicePositions
    findings = plan.findings.map(\.code.rawValue)
    file = try plan.volumeFile.map {
      File(format: $0.format.description, sha256: try FileDigest.sha256(of: $0.path))
    }
    instances =
      plan.volumeFile != nil
      ? []
      : phases.flatMap { plan.sourceReferences(phase: $0) }.map {
        Instance(sopClassUID: $0.sopClassUID, sopInstanceUID: $0.sopInstanceUID)
      }
  }

  /// What is known of stored images, series by series in the order of the first image of each.
  public static func series(of images: [StoredImage]) -> [ProvenanceSource] {
    var order: [String] = []
    for image in images where !order.contains(image.header.seriesInstanceUID) {
      order.append(image.header.seriesInstanceUID)
    }
    let groups = Dictionary(grouping: images, by: \.header.seriesInstanceUID)
    return order.compactMap { groups[$0].map(ProvenanceSource.init(ofSeries:)) }
  }

  private init(ofSeries images: [StoredImage]) {
    let first = images[0].header
    seriesInstanceUID = first.seriesInstanceUID
    frameOfReferenceUID = nil
    modality = first.modality
    unit = first.unit
    instances = images.map {
      Instance(sopClassUID: $0.header.sopClassUID, sopInstanceUID: $0.header.sopInstanceUID)
    }
    file = nil
    phases = []
    dimensions = nil
    affine = nil
    slicePositions = nil
    findings = []
  }
}
