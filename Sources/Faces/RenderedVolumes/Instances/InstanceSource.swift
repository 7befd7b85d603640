public import Files
public import WebServices

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
}

extension InstanceSource {
  /// No word: the instances are listed for every request.
  public func state(of target: ResourcePath) throws -> String? { nil }
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
