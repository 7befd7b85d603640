public import Files
public import WebServices
public import WorkScheduling

/// Who knows where the instances of studies and series are: an archive, or a place upstream.
public protocol InstanceSource: Sendable {
  /// The instances of a study or series, or the one that a path names.
  ///
  /// - Parameter target: Study, series or instance; frames and form play no part.
  /// - Returns: The instances in any order; none if nothing of that name is known.
  /// - Throws: What the source throws; it reaches the caller as it is.
  func files(of target: ResourcePath) throws -> [InstanceFile]

  /// A word that is another one whenever ``files(of:)`` would be: it is asked for with every request,
  /// and saves listing hundreds of instances.
  ///
  /// - Parameter target: As for ``files(of:)``.
  /// - Returns: The word; nil, which is the default, lists the instances every time.
  /// - Throws: What the source throws.
  func state(of target: ResourcePath) throws -> String?

  /// The same as ``files(of:)``, given up when the work is: for sources that ask others.
  func files(of target: ResourcePath, context: WorkContext) throws -> [InstanceFile]

  /// The same as ``state(of:)``, given up when the work is: for sources that ask others.
  func state(of target: ResourcePath, context: WorkContext) throws -> String?

  /// Some instances of a series ahead of the others, for a first picture: for sources from which all of them
  /// take long to come.
  ///
  /// - Parameters:
  ///   - target: A series.
  ///   - count: The most instances, spread evenly over the series.
  ///   - least: Bytes of a volume that is worth its while, as far as the source knows.
  ///   - context: What ends the work.
  /// - Returns: The instances; nil, which is the default, where all are there at once, or it is not certain
  ///   that some of them are slices of one volume.
  /// - Throws: `WorkCancelled`; what else goes wrong, asking for all tells.
  func sample(
    of target: ResourcePath, atMost count: Int, worth least: Int, context: WorkContext
  ) throws -> InstanceSample?

  /// Does something for which all bytes of instances are needed: beyond their headers they may be
  /// somewhere else until then.
  ///
  /// - Parameters:
  ///   - files: What ``files(of:context:)`` gave, or some of it.
  ///   - context: What ends the work.
  ///   - body: What to do.
  /// - Returns: What `body` returns.
  /// - Throws: What the source throws; what `body` throws.
  func withBytes<Result>(
    of files: [InstanceFile], context: WorkContext, _ body: () throws -> Result
  ) throws -> Result
}

extension InstanceSource {
  /// No word: the instances are listed for every request.
  public func state(of target: ResourcePath) throws -> String? { nil }

  /// The instances, for a source that asks nobody.
  public func files(of target: ResourcePath, context: WorkContext) throws -> [InstanceFile] {
    try files(of: target)
  }

  /// The word, for a source that asks nobody.
  public func state(of target: ResourcePath, context: WorkContext) throws -> String? {
    try state(of: target)
  }

  /// All instances are there at once.
  public func sample(
    of target: ResourcePath, atMost count: Int, worth least: Int, context: WorkContext
  ) throws -> InstanceSample? { nil }

  /// The bytes of files are always there.
  public func withBytes<Result>(
    of files: [InstanceFile], context: WorkContext, _ body: () throws -> Result
  ) throws -> Result {
    try body()
  }
}

/// Some instances of a series, ahead of the others.
public struct InstanceSample: Sendable {
  /// The instances.
  public var files: [InstanceFile]
  /// How many the series has.
  public var total: Int

  /// Creates a sample.
  public init(files: [InstanceFile], total: Int) {
    self.files = files
    self.total = total
  }
}

/// An instance and where its bytes are.
public struct InstanceFile: Sendable {
  /// Its SOP class.
  public var sopClass: String
  /// Its own UID.
  public var sopInstance: String
  /// The series' UID.
  public var series: String
  /// The DICOM file.
  public var bytes: ByteSource
  /// A word that is another one whenever the bytes are: a size and a time, or a hash.
  public var version: String

  /// Names an instance.
  public init(
    sopClass: String, sopInstance: String, series: String, bytes: ByteSource, version: String
  ) {
    self.sopClass = sopClass
    self.sopInstance = sopInstance
    self.series = series
    self.bytes = bytes
    self.version = version
  }
}
