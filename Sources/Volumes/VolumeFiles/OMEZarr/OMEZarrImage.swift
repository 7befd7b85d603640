import Files
import StableJSON

/// An image of an OME-Zarr folder, version 0.4 or 0.5: what its document says of its levels.
struct OMEZarrImage: Sendable {
  /// An axis of all its arrays.
  struct Axis: Hashable, Sendable {
    var name: String
    var isSpace: Bool
    var isTime: Bool
    var unit: String?
    /// Where the axis leads in a body: `right-to-left`.
    var orientation: String?
  }

  /// A level of detail: coordinate = scale × voxel + translation, along each axis.
  struct Level: Hashable, Sendable {
    var path: String
    var scale: [Double]
    var translation: [Double]
  }

  let folder: String
  let document: ZarrDocument
  let axes: [Axis]
  let levels: [Level]
  /// What this package says of the array that it wrote.
  let own: JSONValue?
  /// Whether the voxels are labels.
  let holdsLabels: Bool

  /// What stands in the document of an image whose voxels are labels.
  static let labelKey = "image-label"

  /// Reads the document of a folder; gives nil if it is none of an image.
  ///
  /// - Throws: ``VolumeFileError``.
  init?(at folder: String) throws {
    let found: (document: ZarrDocument, attributes: JSONValue, image: JSONValue)
    if let document = try ZarrDocument(at: folder + "/zarr.json") {
      let attributes = document.value["attributes"] ?? .null
      found = (document, attributes, attributes["ome"] ?? .null)
    } else if let document = try ZarrDocument(at: folder + "/.zattrs") {
      found = (document, document.value, document.value)
    } else {
      return nil
    }
    guard let list = found.image["multiscales"]?.list, let first = list.first else {
      guard found.image["plate"] == nil, found.image["well"] == nil,
        found.image["bioformats2raw.layout"] == nil
      else {
        throw found.document.unsupported(
          "a collection of images; name the folder of one of them, such as \(folder)/0")
      }
      return nil
    }
    self.folder = folder
    document = found.document
    own = found.attributes["sagitta"]
    holdsLabels = found.image[Self.labelKey] != nil
    axes = try Self.axes(first, document)
    levels = try Self.levels(first, axes: axes.count, document)
  }

  private static func axes(
    _ image: JSONValue, _ document: ZarrDocument
  ) throws(VolumeFileError) -> [Axis] {
    guard let list = image["axes"]?.list, list.count <= ZarrArray.mostAxes else {
      throw document.unsupported(
        image["coordinateSystems"] == nil && image["axes"] == nil
          ? "OME-Zarr of before version 0.3, without axes" : "axes of a version after 0.5")
    }
    return try list.map { (value) throws(VolumeFileError) in
      guard let name = value.text ?? value["name"]?.text else {
        throw document.malformed("an axis without a name")
      }
      let type = value["type"]?.text ?? (["x", "y", "z"].contains(name) ? "space" : name)
      return Axis(
        name: name, isSpace: type == "space", isTime: type == "time" || type == "t",
        unit: value["unit"]?.text, orientation: value["orientation"]?["value"]?.text)
    }
  }

  private static func levels(
    _ image: JSONValue, axes: Int, _ document: ZarrDocument
  ) throws(VolumeFileError) -> [Level] {
    guard let list = image["datasets"]?.list, !list.isEmpty, list.count <= 64 else {
      throw document.malformed("no datasets, or too many")
    }
    let outer = image["coordinateTransformations"]
    return try list.map { (value) throws(VolumeFileError) in
      guard let path = value["path"]?.text, isInside(path) else {
        throw document.malformed("a dataset whose path does not lead into the folder")
      }
      var level = Level(
        path: path, scale: Array(repeating: 1, count: axes),
        translation: Array(repeating: 0, count: axes))
      guard let inner = value["coordinateTransformations"] else {
        throw VolumeFileError(.noSpacing, path: document.path)
      }
      try level.apply(inner, document)
      if let outer { try level.apply(outer, document) }
      return level
    }
  }

  /// Whether a path leads into the folder that it is relative to, by its words.
  private static func isInside(_ path: String) -> Bool {
    !path.isEmpty && !path.hasPrefix("/") && !path.utf8.contains(0)
      && path.split(separator: "/", omittingEmptySubsequences: false)
        .allSatisfy { !["", ".", ".."].contains($0) }
  }
}

extension OMEZarrImage.Level {
  /// What transformations make of the coordinates, one after the other.
  fileprivate mutating func apply(
    _ value: JSONValue, _ document: ZarrDocument
  ) throws(VolumeFileError) {
    guard let list = value.list else { throw document.malformed("coordinateTransformations") }
    for item in list {
      let type = item["type"]?.text ?? "?"
      if type == "identity" { continue }
      guard ["scale", "translation"].contains(type) else {
        throw document.unsupported("a coordinate transformation of the type \(type)")
      }
      guard let numbers = item[type]?.numbers, numbers.count == scale.count else {
        throw document.malformed("a \(type) that is not one number for each axis")
      }
      for (n, number) in numbers.enumerated() {
        if type == "scale" { scale[n] *= number }
        translation[n] = type == "scale" ? translation[n] * number : translation[n] + number
      }
    }
  }
}
