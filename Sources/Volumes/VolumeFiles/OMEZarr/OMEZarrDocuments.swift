import Geometry
import StableJSON
import VolumeModel

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What the documents of an OME-Zarr folder say, version 0.5.
struct OMEZarrDocuments {
  let array: ValueArray
  let encoding: VoxelEncoding
  let type: VoxelType
  let pyramid: OMEZarrPyramid
  let chunking: OMEZarrChunking

  /// How a level is made of the one before.
  var reduction: BoxReduction.Kind { encoding.holdsLabels ? .labels : .means }

  /// Whether there is an axis of phases.
  private var isSeries: Bool { array.phases > 1 }

  /// The document of the whole.
  func image() throws -> [UInt8] {
    var own = try JSONValue(SideCar(describing: array, note: encoding.note))
    if case .object(var object) = own {
      // Whoever reads it may call a chunk that is not there a loss.
      object["isComplete"] = .flag(true)
      own = .object(object)
    }
    let image: [String: JSONValue] = [
      "axes": .list(axes), "datasets": .list(pyramid.levels.indices.map(dataset)),
      "type": .text(reduction.name),
    ]
    var ome: [String: JSONValue] = [
      "version": .text("0.5"), "multiscales": .list([.object(image)]),
    ]
    if encoding.holdsLabels { ome[OMEZarrImage.labelKey] = .object([:]) }
    return try Self.bytes([
      "zarr_format": .number(3), "node_type": .text("group"),
      "attributes": .object(["ome": .object(ome), "sagitta": own]),
    ])
  }

  /// The document of a level.
  func level(_ level: Int) throws -> [UInt8] {
    let size = pyramid.levels[level].size
    let chunk = chunking.lengths(size)
    return try Self.bytes([
      "zarr_format": .number(3), "node_type": .text("array"),
      "shape": Self.numbers((isSeries ? [array.phases] : []) + size.ijk.reversed()),
      "data_type": .text(type.rawValue), "fill_value": .number(0),
      "chunk_grid": Self.named(
        "regular",
        ["chunk_shape": Self.numbers((isSeries ? [1] : []) + chunk.reversed())]),
      "chunk_key_encoding": Self.named("default", ["separator": .text("/")]),
      "codecs": .list([
        Self.named("bytes", ["endian": .text("little")]),
        ShuffledChunk.codec(type),
      ]),
      "dimension_names": .list(names.map(JSONValue.text)), "attributes": .object([:]),
    ])
  }

  private var names: [String] { (isSeries ? ["t"] : []) + ["z", "y", "x"] }

  private var columns: [PatientVector] {
    let map = array.geometry.voxelToPatient
    return [map.z, map.y, map.x]
  }

  private var axes: [JSONValue] {
    let words = columns.map(OMEZarrPlace.orientation)
    let isOriented = array.attributes.hasPatientFrame && !words.contains(nil)
    let space = zip(["z", "y", "x"], words).map { name, word in
      var axis: [String: JSONValue] = [
        "name": .text(name), "type": .text("space"), "unit": .text("millimeter"),
      ]
      if isOriented, let word {
        axis["orientation"] = .object(["type": .text("anatomical"), "value": .text(word)])
      }
      return JSONValue.object(axis)
    }
    guard isSeries else { return space }
    var time: [String: JSONValue] = ["name": .text("t"), "type": .text("time")]
    if encoding.times != nil { time["unit"] = .text("second") }
    return [.object(time)] + space
  }

  /// A level's path, scale and translation.
  ///
  /// A translation is the coordinate of the first voxel's centre along its axis: of a coarser level it
  /// lies in the middle of a box.
  private func dataset(_ level: Int) -> JSONValue {
    let steps = columns.map(\.length)
    let factors = pyramid.levels[level].factors.reversed().map(Double.init)
    let origin = PatientVector(array.geometry.voxelToPatient.origin.coordinates)
    let starts = columns.map { column in column.dot(origin) / column.length }
    let scale = zip(steps, factors).map { $0 * $1 }
    let translation = zip(starts, zip(steps, factors)).map { start, step in
      start + (step.1 - 1) / 2 * step.0
    }
    let times = encoding.times
    let transformations = [
      ("scale", (isSeries ? [times?.step ?? 1] : []) + scale),
      ("translation", (isSeries ? [times?.first ?? 0] : []) + translation),
    ].map { word, numbers in
      JSONValue.object(["type": .text(word), word: .list(numbers.map(JSONValue.number))])
    }
    return .object(["path": .text("\(level)"), "coordinateTransformations": .list(transformations)])
  }

  private static func numbers(_ numbers: [Int]) -> JSONValue {
    .list(numbers.map { .number(Double($0)) })
  }

  private static func named(_ name: String, _ settings: [String: JSONValue]) -> JSONValue {
    .object(["name": .text(name), "configuration": .object(settings)])
  }

  private static func bytes(_ object: [String: JSONValue]) throws -> [UInt8] {
    Array((try JSONText.text(JSONValue.object(object)) + "\n").utf8)
  }
}
