import Files
import Geometry
import StableJSON
import VolumeModel

extension VolumeFileReader {
  /// Finds the voxels of an OME-Zarr image: those of its finest level, or of the level whose own
  /// folder is named.
  func openOMEZarr(_ source: ByteSource) throws -> VolumeFile {
    guard let path = source.path else {
      throw VolumeFileError(.needsFolder, path: source.name)
    }
    let folder = path.withoutSlashes
    guard Folders.isFolder(folder) else {
      throw VolumeFileError(
        FileSize.of(folder) == nil ? .missing : .needsFolder, path: path)
    }
    if let image = try OMEZarrImage(at: folder) { return try open(image, level: 0, path: path) }
    guard let array = try ZarrArray(at: folder) else {
      throw VolumeFileError(.malformed("no image and no array is in the folder"), path: path)
    }
    if let (image, level) = try Self.image(around: folder) ?? Self.imageAbove(folder) {
      return try open(image, level: level, path: path)
    }
    return try open(array, path: path)
  }

  /// The image of which a folder is a level, and which.
  private static func image(around folder: String) throws -> (OMEZarrImage, Int)? {
    var words = folder.split(separator: "/", omittingEmptySubsequences: false)
    var inside: [Substring] = []
    for _ in 0..<2 where words.count > 1 {
      inside.insert(words.removeLast(), at: 0)
      let parent = words.joined(separator: "/")
      let name = inside.joined(separator: "/")
      guard !parent.isEmpty, let image = try? OMEZarrImage(at: parent),
        let level = image.levels.firstIndex(where: { $0.path == name })
      else { continue }
      return (image, level)
    }
    return nil
  }

  /// The same of a folder whose path does not name those around it: `1`, `.`, a link.
  private static func imageAbove(_ folder: String) throws -> (OMEZarrImage, Int)? {
    try ResolvedPlace.path(of: folder).flatMap { try image(around: $0) }
  }

  private func open(_ image: OMEZarrImage, level: Int, path: String) throws -> VolumeFile {
    let array = try array(image, level)
    let chunks = ZarrChunks(
      array: array, axes: try Self.axes(image, of: array), allowsOutside: allowsOutsideData,
      isComplete: image.own?["isComplete"] == .flag(true))
    let finest = level == 0 ? array : try self.array(image, 0)
    let size = try size(chunks)
    let place = try OMEZarrPlace(
      image: image, level: level,
      finest: GridDimensions(
        columns: chunks.length(.column, in: finest.shape),
        rows: chunks.length(.row, in: finest.shape),
        slices: chunks.length(.slice, in: finest.shape))
    ).place()
    // The folder of a level is lost with that of its image.
    return try file(
      chunks, size: size, place: place, times: Self.times(image, level: level),
      paths: path.withoutSlashes == image.folder ? [path] : [path, image.folder])
  }

  private func array(_ image: OMEZarrImage, _ level: Int) throws -> ZarrArray {
    let name = image.levels[level].path
    let folder = image.folder + "/" + name
    guard Folders.isFolder(folder) else {
      throw VolumeFileError(.dataFileMissing(folder), path: image.document.path)
    }
    // Looked at before the array is.
    guard allowsOutsideData || ResolvedPlace.isBelow(name, folder: image.folder) else {
      throw VolumeFileError(.dataFileOutside(name), path: image.document.path)
    }
    guard let array = try ZarrArray(at: folder) else {
      throw VolumeFileError(.dataFileMissing(folder + "/zarr.json"), path: image.document.path)
    }
    guard array.shape.count == image.axes.count else {
      throw array.document.malformed(
        "\(array.shape.count) axes, where the image has \(image.axes.count)")
    }
    return array
  }

  /// An array by itself: its last axes are z, y and x.
  private func open(_ array: ZarrArray, path: String) throws -> VolumeFile {
    guard let spacing = assumedSpacing else { throw VolumeFileError(.noSpacing, path: path) }
    let names = ["z", "y", "x"].suffix(array.shape.count)
    let others = Array(repeating: "", count: max(0, array.shape.count - 3))
    let chunks = ZarrChunks(
      array: array, axes: Self.axes(others + names, array.shape),
      allowsOutside: allowsOutsideData, isComplete: false)
    return try file(
      chunks, size: size(chunks), place: VolumePlace(spacing: spacing), times: nil,
      paths: [path])
  }

  /// The most chunks of a layer: of more, names alone would take more memory than voxels.
  private static let mostChunks = 1 << 18

  private func size(_ chunks: ZarrChunks) throws(VolumeFileError) -> GridDimensions {
    let shape = chunks.array.shape
    return try dimensions(
      [ZarrAxis.column, .row, .slice].map { chunks.length($0, in: shape) },
      path: chunks.array.document.path)
  }

  private func file(
    _ chunks: ZarrChunks, size: GridDimensions, place: VolumePlace, times: PhaseTimes?,
    paths: [String]
  ) throws -> VolumeFile {
    let others = chunks.axes.indices.filter {
      ![ZarrAxis.column, .row, .slice].contains(chunks.axes[$0])
    }
    guard chunks.perLayer <= Self.mostChunks else {
      throw chunks.array.document.unsupported(
        "\(chunks.perLayer) chunks beside each other; write larger ones")
    }
    let phases = try phases(
      others.map { chunks.array.shape[$0] }, path: chunks.array.document.path)
    return try file(
      paths[0], format: .omeZarr, paths: paths, size: size, phases: phases, times: times,
      place: place,
      stored: chunks.array.stored, source: .chunks(chunks))
  }

  /// What each axis of an image is to a volume.
  private static func axes(
    _ image: OMEZarrImage, of array: ZarrArray
  ) throws(VolumeFileError) -> [ZarrAxis] {
    let space = image.axes.filter(\.isSpace).map(\.name)
    guard space.contains("x"), space.contains("y"), Set(space).isSubset(of: ["x", "y", "z"]),
      Set(space).count == space.count
    else {
      throw image.document.unsupported("the axes \(image.axes.map(\.name)) without x and y")
    }
    return axes(image.axes.map { $0.isSpace ? $0.name : "" }, array.shape)
  }

  private static func axes(_ names: [String], _ shape: [Int]) -> [ZarrAxis] {
    var step = 1
    var axes: [ZarrAxis] = []
    for (name, length) in zip(names, shape).reversed() {
      switch name {
      case "x": axes.append(.column)
      case "y": axes.append(.row)
      case "z": axes.append(.slice)
      default:
        axes.append(.phase(step: step))
        // More phases than a number can say are refused when they are counted.
        step = step.multipliedReportingOverflow(by: length).partialValue
      }
    }
    return axes.reversed()
  }

  /// When the phases were taken; nil unless time is all that they differ in.
  private static func times(_ image: OMEZarrImage, level: Int) -> PhaseTimes? {
    let others = image.axes.indices.filter { !image.axes[$0].isSpace }
    guard others.count == 1, image.axes[others[0]].isTime,
      let factor = [
        "second": 1, "millisecond": 1e-3, "microsecond": 1e-6, "minute": 60, "hour": 3600,
      ][image.axes[others[0]].unit ?? ""]
    else { return nil }
    let (scale, translation) = (image.levels[level].scale, image.levels[level].translation)
    return PhaseTimes(first: translation[others[0]] * factor, step: scale[others[0]] * factor)
  }
}

extension VolumeFileFormat {
  /// The format of a folder that holds one volume; nil for other folders, and for files.
  ///
  /// - Parameter path: The folder: an OME-Zarr image, or the array of one of its levels.
  /// - Returns: OME-Zarr, or nil.
  public static func ofFolder(_ path: String) -> VolumeFileFormat? {
    guard Folders.isFolder(path) else { return nil }
    let isNamed = (try? VolumeFileFormat(fileName: path)) == .omeZarr
    let documents = ["zarr.json", ".zarray", ".zattrs", ".zgroup"]
    return isNamed || documents.contains { FileSize.of("\(path)/\($0)") != nil } ? .omeZarr : nil
  }
}
