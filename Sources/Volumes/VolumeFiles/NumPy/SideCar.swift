import Geometry
import StableJSON
import VolumeModel

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What `NAME.npy.json` says of the array beside it.
///
/// The keys that `sagitta info --json` has too mean the same there.
struct SideCar: Codable, Hashable, Sendable {
  struct Window: Codable, Hashable, Sendable {
    var center: Double
    var width: Double
    var function: String
  }

  /// Row-major 4×4, (i, j, k, 1) → LPS mm between voxel centres; i counts columns, the array's
  /// last axis, j rows, k slices.
  var affine: [Double]
  /// The sentence above, for people who open the file.
  var affineMeaning: String?
  /// The array's axes, slowest first.
  var axes: [String]?
  /// Columns, rows, slices.
  var dimensions: [Int]
  var phases: Int?
  var spacing: [Double]?
  var regularity: String?
  var shearDegrees: Double?
  var modality: String?
  var unit: String?
  var description: String?
  var seriesInstanceUID: String?
  var frameOfReferenceUID: String?
  var windows: [Window]?
  var isInverted: Bool?
  var hasPatientFrame: Bool?
  /// Where the values come from, if the file was asked to tell; JSON in a text.
  var provenance: String?
}

extension SideCar {
  init(describing array: ValueArray, note: String? = nil) {
    provenance = note
    let geometry = array.geometry
    let attributes = array.attributes
    affine = geometry.voxelToPatient.rowMajor
    affineMeaning = "row-major 4x4, (i, j, k, 1) = (column, row, slice, 1) to patient LPS mm"
    axes = Array(["phase", "k", "row", "column"].suffix(array.shape.count))
    dimensions = geometry.dimensions.ijk
    phases = array.phases
    let steps = geometry.spacing
    spacing = [steps.x, steps.y, steps.z]
    regularity = geometry.regularity.rawValue
    shearDegrees = geometry.shearDegrees
    modality = attributes.modality
    unit = attributes.unit
    description = attributes.description
    seriesInstanceUID = attributes.seriesInstanceUID
    frameOfReferenceUID = attributes.frameOfReferenceUID
    windows = attributes.windows.map {
      Window(center: $0.center, width: $0.width, function: $0.function.rawValue)
    }
    isInverted = attributes.isInverted
    hasPatientFrame = attributes.hasPatientFrame
  }

  /// The bytes of the file: the same content gives the same bytes.
  func encoded() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let text = String(decoding: try encoder.encode(self), as: UTF8.self)
    return Array(JSONText.escaped(text).utf8) + [UInt8(ascii: "\n")]
  }

  /// What the comment of an archive that this package wrote knows of its volume.
  static func attributes(inComment comment: [UInt8]) -> VolumeAttributes {
    // Other programs' comments are texts of any kind.
    (try? JSONDecoder().decode(SideCar.self, from: Data(comment)))?.attributes
      ?? VolumeAttributes()
  }

  /// What else is known of the volume.
  var attributes: VolumeAttributes {
    VolumeAttributes(
      modality: modality, unit: unit, description: description,
      seriesInstanceUID: seriesInstanceUID, frameOfReferenceUID: frameOfReferenceUID,
      windows: (windows ?? []).compactMap { window in
        DisplayWindow.Function(rawValue: window.function).flatMap {
          DisplayWindow(center: window.center, width: window.width, function: $0)
        }
      },
      isInverted: isInverted ?? false, hasPatientFrame: hasPatientFrame ?? true)
  }
}
