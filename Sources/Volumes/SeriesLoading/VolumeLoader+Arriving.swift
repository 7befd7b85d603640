public import Files
public import WorkScheduling

/// The instances of one or more series while they arrive, one by one and in any order.
///
/// Each header is read as its instance comes, and a compressed slice decoded beside that; volumes
/// are planned when everything is there. The bits are those of files whatever was decoded by then, and the
/// report is the one that a ``VolumeLoader`` gives for all instances at once.
public struct ArrivingInstances: Sendable {
  private let loader: VolumeLoader
  private let headerScan: HeaderScan
  private let decoding: DecodingAhead
  private var arrived: [(name: String, file: ScannedFile)] = []

  /// How many instances have arrived.
  public var count: Int { arrived.count }

  /// Begins with none.
  ///
  /// - Parameters:
  ///   - loader: What reads them.
  ///   - decodedBytes: What frames may take that are decoded while others arrive, until they are asked
  ///     for; 0 decodes each when its volume is loaded.
  public init(_ loader: VolumeLoader = VolumeLoader(), decodingAhead decodedBytes: Int = 1 << 30) {
    self.loader = loader
    decoding = DecodingAhead(bytes: decodedBytes)
    headerScan = loader.headerScan(WorkContext())
  }

  /// Takes an instance over.
  ///
  /// - Parameter source: A DICOM file as it would lie on a disk; opened again when voxels are read.
  /// - Returns: Why the instance will be part of no volume, where its header alone says so.
  @discardableResult public mutating func add(_ source: ByteSource) -> SkippedFile? {
    let file = headerScan.scan(FileLocation(source))
    arrived.append((source.name, file))
    if case .image(let image) = file { decoding.begin(image, files: loader.frames) }
    if case .skipped(let reason) = file { return reason }
    return nil
  }

  /// Plans the volumes of what has arrived; more may come afterwards, for another report.
  ///
  /// - Parameter context: What the call may use.
  /// - Returns: A report that may hold no volume.
  /// - Throws: `WorkCancelled`.
  public func report(context: WorkContext = WorkContext()) throws -> SeriesReport {
    let ordered = arrived.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    let found = try FoundFiles(
      scanned: ordered.map(\.file), scan: headerScan, limits: loader.unpackingLimits(context),
      context: context)
    return try loader.report(on: found, context: context)
  }
}
