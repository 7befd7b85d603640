import Archive
import Compression
import DICOMCoding
import DICOMModel
import DICOMNetwork
import MessageExchange
import WebServices

/// Instances that somebody stores in one request (STOW-RS, PS3.18 10.5): bytes go in as they come, and to
/// the disk at once.
///
/// Each instance is safe when its part has ended, whatever becomes of the others; one whose attributes and
/// values come apart, when the last of these has.
struct StoreSession {
  private let archive: Archive
  private let store: StoreFolder
  /// The study that all instances have to be of; nil for any.
  private let study: String?
  private let base: String
  private var reader: MultipartReader?
  private var part = StoredPart()
  /// Takes parts that are no instances by themselves; nil where each is one.
  private var apart: ApartInstances?
  private var response = StoreResponse()
  private var isWhole = false

  /// Begins to take instances.
  ///
  /// - Parameters:
  ///   - archive: Where they go.
  ///   - study: The study that they have to be of; nil for any.
  ///   - contentType: What the body is.
  ///   - held: What requests may hold until it can be written.
  ///   - base: Where the service is, for the addresses in the response.
  /// - Throws: ``ServiceFailure`` for a body of another type, or an archive that takes nothing.
  init(
    _ archive: Archive, study: String?, contentType: MediaType?, holding held: HeldBytes,
    base: String
  ) throws {
    guard let store = archive.store else {
      throw ServiceFailure(403, code: "read-only", message: "this server takes nothing")
    }
    self.archive = archive
    self.store = store
    self.study = study
    self.base = base
    switch contentType?.essence {
    case "multipart/related" where Self.isOfInstances(contentType):
      reader = MultipartReader(boundary: contentType?["boundary"], limits: MultipartLimits())
    // Not of the standard, and plain enough.
    case "application/dicom": break
    case "multipart/related" where ApartInstances.form(of: Self.inner(contentType)) != nil:
      reader = MultipartReader(boundary: contentType?["boundary"], limits: MultipartLimits())
      apart = ApartInstances(held)
    default: throw Self.otherType
    }
  }

  static let otherType = ServiceFailure(
    415, code: "unsupported-media-type",
    message: "instances are taken as multipart/related; type=\"application/dicom\"")

  /// What the parts of a body are, or the first of them.
  private static func inner(_ type: MediaType?) -> String? {
    type?["type"].flatMap { MediaType($0)?.essence }
  }

  private static func isOfInstances(_ type: MediaType?) -> Bool {
    type?["type"] == nil || inner(type) == "application/dicom"
  }

  /// Takes the next bytes of the body.
  ///
  /// - Throws: `WebServiceError` if the parts cannot be told apart any more, or attributes cannot be
  ///   read; ``ServiceFailure`` if there is no room for what waits.
  mutating func take(_ bytes: some Collection<UInt8>) throws {
    guard reader != nil else { return part.take(Array(bytes)[...], for: self.target) }
    reader?.feed(bytes)
    while let event = try reader?.next() {
      if apart == nil { takeWhole(event) } else { try takeApart(event) }
    }
  }

  private mutating func takeWhole(_ event: MultipartReader.Event) {
    switch event {
    case .head: part = StoredPart()
    case .bytes(let bytes): part.take(bytes, for: target)
    case .end: endPart()
    }
  }

  private mutating func takeApart(_ event: MultipartReader.Event) throws {
    switch event {
    case .head(let head): apart?.begin(head)
    case .bytes(let bytes): try apart?.take(bytes)
    case .end:
      guard let outcome = try apart?.end() else { return }
      if outcome.isStray { response.others.append(StoredPart.cannotUnderstand) }
      for instance in outcome.whole { store(instance) }
    }
  }

  private mutating func store(_ instance: ApartInstance) {
    guard let file = instance.file() else { return refuse(instance) }
    part = StoredPart()
    for piece in file { part.take(piece[...], for: target) }
    endPart()
  }

  private mutating func refuse(_ instance: ApartInstance) {
    let reason = StoredPart.cannotUnderstand
    record(instance.identity.map { .failed($0, reason: reason) } ?? .unknown(reason: reason))
  }

  /// The body is over.
  ///
  /// - Returns: What became of each instance.
  /// - Throws: `WebServiceError` if it ended too soon.
  mutating func finish() throws -> StoreResponse {
    if let reader { try reader.finish() } else { endPart() }
    for instance in apart?.rest() ?? [] { refuse(instance) }
    if let study { response.retrieveURL = base + ResourcePath(study: study).path }
    return response
  }

  private var target: StoredPart.Target {
    StoredPart.Target(archive: archive, store: store, study: study)
  }

  private mutating func endPart() {
    record(part.end(for: target))
    part = StoredPart()
  }

  private mutating func record(_ outcome: StoredPart.Outcome) {
    switch outcome {
    case .stored(let instance, let path):
      response.stored.append(
        StoreResponse.Stored(
          sopClass: instance.sopClass, sopInstance: instance.sopInstance,
          retrieveURL: base + path.path))
    case .failed(let instance, let reason):
      response.failed.append(
        StoreResponse.Failed(
          sopClass: instance.sopClass, sopInstance: instance.sopInstance, reason: reason))
    case .unknown(let reason): response.others.append(reason)
    }
  }
}
