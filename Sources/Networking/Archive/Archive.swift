public import DICOMNetwork
import Locks
import SeriesLoading
public import WorkScheduling

/// Folders of DICOM files that can be searched, indexed where they lie and never changed, and a folder
/// for what arrives.
///
/// The index can be lost: it is made anew from the files.
public final class Archive: Sendable {
  /// Where received instances go; nil if nothing is received.
  public let store: StoreFolder?

  let index: IndexDatabase
  private let folders: [String]
  let knownCounts = KnownCounts()
  private let state = Locked(State())

  private struct State {
    var isScanned = false
    var isScanning = false
  }

  private let changes: Locked<Int>
  private let arrivals: Locked<[String: StoreFolder.Stored.Outcome]>

  /// Counts the changes of the index: what was answered is right as long as it stays.
  public var generation: Int { changes.withLock { $0 } }

  /// Opens an archive; nothing is scanned yet.
  ///
  /// - Parameters:
  ///   - folders: The folders, which are only read.
  ///   - store: Where received instances go; nil if nothing is received.
  ///   - index: The file of the index, which is made if it is not there.
  ///   - awaitsDisk: Whether what arrives is on the disk before it is acknowledged, so that it outlives a loss
  ///     of power, and not only the end of this process: costs milliseconds for each instance.
  /// - Throws: ``ArchiveIndexError``.
  public init(
    folders: [String], store: String?, index: String, awaitingDisk awaitsDisk: Bool = false
  ) throws(ArchiveIndexError) {
    let database = try IndexDatabase(path: index)
    let changes = Locked(0)
    let arrivals = Locked<[String: StoreFolder.Stored.Outcome]>([:])
    self.index = database
    self.changes = changes
    self.arrivals = arrivals
    self.folders = folders + (store.map { [$0] } ?? [])
    self.store = store.map { path in
      StoreFolder(path, awaitingDisk: awaitsDisk) { stored in
        arrivals.withLock { waiting in
          if waiting[stored.instance.peer] != nil {
            waiting[stored.instance.peer] = stored.outcome
          }
        }
        guard stored.outcome == .new else { return }
        // The file is safe; what the index misses now the next scan finds.
        try? Self.add(stored.path, to: database)
        changes.withLock { $0 += 1 }
      }
    }
  }

  /// An archive of some files, whose index is in memory: for what is there for the time of a request.
  ///
  /// - Parameter files: The files; those that hold no instance are passed over.
  /// - Throws: ``ArchiveIndexError``.
  public init(holding files: [String]) throws {
    let database = try IndexDatabase()
    index = database
    store = nil
    folders = []
    changes = Locked(0)
    arrivals = Locked([:])
    let objects = files.compactMap { path in
      FileStamp(path: path).map {
        ScannedObject(path: path, stamp: $0, context: WorkContext(workers: 1))
      }
    }
    if !objects.isEmpty { try FolderScan(folders: [], index: database).write(objects) }
    state.withLock { $0.isScanned = true }
  }

  /// Whether the folders have been scanned once, so that answers are complete.
  public var isScanned: Bool { state.withLock { $0.isScanned } }

  /// Whether an index that was of no use was put aside when the archive was opened.
  public var hasNewIndex: Bool { index.wasReplaced }

  /// Brings the index up to date: files that are new, changed or gone are noticed.
  ///
  /// - Parameter context: The workers, and whether to go on.
  /// - Returns: What was found; nothing if another scan is running.
  /// - Throws: ``ArchiveIndexError``; `LoadError` if a folder cannot be read; `WorkCancelled`.
  @discardableResult
  public func scan(_ context: WorkContext = WorkContext()) throws -> ScanReport {
    let isFirst = state.withLock { state in
      defer { state.isScanning = true }
      return !state.isScanning
    }
    guard isFirst else { return ScanReport() }
    defer { state.withLock { $0.isScanning = false } }
    // Counted whatever comes of it: a scan that fails has written as far as it came.
    defer { changes.withLock { $0 += 1 } }
    let report = try FolderScan(folders: folders, index: index).run(context)
    state.withLock { $0.isScanned = true }
    return report
  }

  /// What became of an instance that somebody stores.
  ///
  /// - Parameters:
  ///   - sender: What its command names as its peer, and no other's.
  ///   - finish: Ends its arrival, and says why it is refused, if it is.
  /// - Returns: How it relates to what was there, or why it was refused.
  package func outcome(
    ofArrivalFrom sender: String, _ finish: () -> Int?
  ) -> (stored: StoreFolder.Stored.Outcome, reason: Int?) {
    arrivals.withLock { $0[sender] = .known }
    let reason = finish()
    return arrivals.withLock { ($0.removeValue(forKey: sender) ?? .known, reason) }
  }

  /// Indexes one file.
  private static func add(_ path: String, to index: IndexDatabase) throws {
    guard let stamp = FileStamp(path: path) else { return }
    let object = ScannedObject(path: path, stamp: stamp, context: WorkContext(workers: 1))
    try FolderScan(folders: [], index: index).write([object])
  }
}
