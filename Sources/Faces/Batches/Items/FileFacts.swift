import Compression
import Files
import SagittaEngine
import SeriesLoading

/// What a batch wants to know of a file, from its header alone.
struct FileFacts: Sendable {
  /// What a file is.
  enum Kind: Hashable, Sendable {
    /// An image of a series, which has a number among the series.
    case image(series: Int)
    /// Something by itself: a volume file or an archive that was named.
    case whole
    /// A file that should be an image and cannot be read.
    case unreadable
    /// No image: a report, a directory, a note.
    case other
  }

  let kind: Kind
  /// Tells the file from others: the instance, or the name, and the size.
  let mark: String
  let size: Int
  /// Pixels of all its frames; 0 where none are known.
  var voxels = 0
  /// Frames.
  var frames = 0

  /// Looks at a file.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - isNamed: Whether it was given by its name, not found in a folder.
  ///   - series: Gives series their numbers.
  init(of path: String, isNamed: Bool, among series: SeriesNumbers) {
    do throws(LoadError) {
      self.init(try ObjectFile(path: path), isNamed: isNamed, among: series)
    } catch {
      let size = (try? ByteSource.file(path).open().count) ?? 0
      self.init(
        kind: Self.kind(of: path, size: size, isNamed: isNamed), mark: Self.mark(path, size: size),
        size: size)
    }
  }

  private init(_ file: ObjectFile, isNamed: Bool, among series: SeriesNumbers) {
    let set = file.parsed.dataSet
    let rows = set.integer(.rows) ?? 0
    let isImage = file.parsed.pixelData != nil || rows > 0
    guard isImage, !file.isDirectory else {
      self.init(
        kind: isNamed ? .whole : .other, mark: Self.mark(file.path, size: file.size),
        size: file.size)
      return
    }
    let frames = max(1, set.integer(.numberOfFrames) ?? 1)
    self.init(
      kind: .image(series: series.number(of: SeriesFacts(set))),
      mark: "\(set.uid(.sopInstanceUID) ?? "") \(file.size)", size: file.size)
    self.frames = frames
    voxels = Self.product(rows, set.integer(.columns) ?? 0, frames)
  }

  private init(kind: Kind, mark: String, size: Int) {
    self.kind = kind
    self.mark = SHA256Digest.hex(of: mark)
    self.size = size
  }

  /// A file that is no data set.
  private static func kind(of path: String, size: Int, isNamed: Bool) -> Kind {
    if (try? VolumeFileFormat(fileName: path)) != nil { return isNamed ? .whole : .other }
    if isNamed || ArchiveNames.contain(path) { return .whole }
    let entry = SkippedFile(path: path, code: .notDICOM, message: "")
    let name = path.split(separator: "/").last ?? ""
    let ending = name.split(separator: ".").dropFirst().last?.lowercased()
    let isMeant = ending.map { ["dcm", "dicom", "ima"].contains($0) } ?? true
    return isMeant && !entry.isCompanion && !name.hasPrefix(".") ? .unreadable : .other
  }

  private static func mark(_ path: String, size: Int) -> String {
    "\(path.split(separator: "/").last ?? "") \(size)"
  }

  /// The product, or what is too large for any machine; a header may claim anything.
  private static func product(_ factors: Int...) -> Int {
    factors.reduce(1) { product, factor in
      let (next, isHuge) = product.multipliedReportingOverflow(by: max(0, factor))
      return isHuge || next > 1 << 48 ? 1 << 48 : next
    }
  }
}

/// Archives, by their names: what is in them is not looked at before it is worked on.
enum ArchiveNames {
  private static let endings = [
    ".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz", ".tar.zst",
  ]

  static func contain(_ path: String) -> Bool {
    let name = path.lowercased()
    return endings.contains { name.hasSuffix($0) }
  }
}
