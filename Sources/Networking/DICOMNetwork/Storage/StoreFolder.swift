import DICOMModel
import Files
import MessageExchange

/// A folder that instances are stored in, as `STUDY/SERIES/INSTANCE.dcm`.
///
/// A file has the data set exactly as it came, behind a meta group of this side. It appears whole, or
/// not at all. The same instance once more changes nothing; an instance that differs from the one that
/// is there is kept beside it, and is told of; behind a hundred such ones it is refused (0111H).
public struct StoreFolder: ServiceProvider {
  /// What became of an instance.
  public struct Stored: Hashable, Sendable {
    /// How it relates to what was there.
    public enum Outcome: String, Hashable, Sendable {
      /// It is new.
      case new
      /// It was there already, with the same data set.
      case known
      /// Another data set with its UID is there; this one is kept beside it.
      case conflicting
    }

    /// The file.
    public let path: String
    /// How it relates to what was there.
    public let outcome: Outcome
    /// The bytes of the data set.
    public let byteCount: Int
    /// What the command said of it.
    public let instance: IncomingInstance
  }

  /// The folder.
  public let path: String

  private let awaitsDisk: Bool
  private let tell: @Sendable (Stored) -> Void

  /// Opens a folder; what an earlier run left unfinished in it goes, what another one writes stays.
  ///
  /// - Parameters:
  ///   - path: The folder, which is made when something arrives.
  ///   - awaitsDisk: Whether an instance is on the disk before anybody is told of it, so that it outlives
  ///     a loss of power, and not only the end of this process: costs milliseconds for each.
  ///   - tell: Learns of every instance, once it is safe; may be called by many tasks at once.
  public init(
    _ path: String, awaitingDisk awaitsDisk: Bool = false,
    telling tell: @escaping @Sendable (Stored) -> Void = { _ in }
  ) {
    self.path = path
    self.awaitsDisk = awaitsDisk
    self.tell = tell
    arrivals = Arrivals(of: path)
  }

  /// Where instances are until they are complete.
  private let arrivals: Arrivals

  private let names = FolderDurability()

  /// Begins to take an instance.
  ///
  /// - Parameter instance: What the command says of it.
  /// - Returns: What writes its file.
  /// - Throws: ``Refusal`` if the instance has no usable UID, or no file can be made.
  public func receive(_ instance: IncomingInstance) throws -> any InstanceReceiver {
    guard SafeUID(instance.sopInstance) != nil else {
      throw Refusal(OperationStatus(0x0117), comment: "the SOP Instance UID is no UID")
    }
    return try Refusal.unlessWritten {
      try StoredFile(instance, try unplacedFile(), of: self)
    }
  }

  /// A file without a name, or, where the file system has none, one in a folder of unfinished ones.
  private func unplacedFile() throws -> any UnplacedFile {
    if let file = try NamelessFile(in: arrivals.store()) { return file }
    return try ArrivingFile(
      in: try arrivals.path(), named: "\(UniqueIdentifier.random().dropFirst(5))")
  }

  /// Gives a complete file its place.
  func place(_ file: any UnplacedFile, as head: StoredHead, of instance: IncomingInstance) throws
    -> Stored
  {
    guard let study = head.study, let series = head.series else {
      throw Refusal(
        .identifierDoesNotMatch, comment: "Study or Series Instance UID is missing, or no UID")
    }
    let folder = "\(path)/\(study.text)/\(series.text)"
    for copy in 0...Self.mostOthers {
      let suffix = copy == 0 ? "" : "-other-\(copy)"
      let target = "\(folder)/\(instance.sopInstance)\(suffix).dcm"
      func stored(_ outcome: Stored.Outcome) -> Stored {
        Stored(path: target, outcome: outcome, byteCount: head.dataSetBytes, instance: instance)
      }
      let isPlaced = try file.move(to: target)
      guard try isPlaced || head.hasDataSet(of: target) else { continue }
      // A folder's own name stands in the one above it; what is known may have come a moment ago.
      if awaitsDisk {
        for folder in [folder, "\(path)/\(study.text)", path] { try names.keep(folder) }
      }
      return stored(!isPlaced ? .known : copy == 0 ? .new : .conflicting)
    }
    throw Refusal(OperationStatus(0x0111), comment: "too many others have this UID")
  }

  /// How many data sets with the UID of another are kept: each that comes is compared with all of them.
  private static let mostOthers = 100

  /// Brings the bytes of a complete file to the disk, where that is waited for.
  func keep(_ file: any UnplacedFile) throws {
    if awaitsDisk { try file.keep() }
  }

  func tell(of stored: Stored) { tell(stored) }
}

extension Refusal {
  /// What `body` returns; a file that cannot be written refuses the instance, without saying anything
  /// about this machine.
  static func unlessWritten<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch is FileWritingError {
      throw Refusal(.outOfResources, comment: "the instance cannot be written")
    }
  }
}

/// The file of an instance that arrives.
private final class StoredFile: InstanceReceiver {
  private let instance: IncomingInstance
  private let file: any UnplacedFile
  private let folder: StoreFolder

  init(_ instance: IncomingInstance, _ file: any UnplacedFile, of folder: StoreFolder) throws {
    self.instance = instance
    self.folder = folder
    self.file = file
    try unsafe instance.fileBeginning().withUnsafeBytes { try unsafe file.append($0) }
  }

  func take(_ bytes: UnsafeRawBufferPointer) throws {
    try Refusal.unlessWritten { try unsafe file.append(bytes) }
  }

  func finish() throws -> OperationStatus {
    let stored = try Refusal.unlessWritten {
      let source = try file.completed()
      try folder.keep(file)
      guard let head = StoredHead(source) else {
        throw Refusal(.cannotUnderstand, comment: "the data set cannot be read")
      }
      return try folder.place(file, as: head, of: instance)
    }
    folder.tell(of: stored)
    return .success
  }
}
