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
/// Each instance is safe when its part has ended, whatever becomes of the others.
struct StoreSession {
  private let archive: Archive
  private let store: StoreFolder
  /// The study that all instances have to be of; nil for any.
  private let study: String?
  private let base: String
  private var reader: MultipartReader?
  private var part = StoredPart()
  private var response = StoreResponse()
  private var isWhole = false

  /// Begins to take instances.
  ///
  /// - Parameters:
  ///   - archive: Where they go.
  ///   - study: The study that they have to be of; nil for any.
  ///   - contentType: What the body is.
  ///   - base: Where the service is, for the addresses in the response.
  /// - Throws: ``ServiceFailure`` for a body of another type, or an archive that takes nothing.
  init(_ archive: Archive, study: String?, contentType: MediaType?, base: String) throws {
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
    case "multipart/related" where Self.isOfAttributes(contentType),
      "application/dicom+json", "application/dicom+xml":
      throw Self.apart
    default: throw Self.otherType
    }
  }

  static let otherType = ServiceFailure(
    415, code: "unsupported-media-type",
    message: "instances are taken as multipart/related; type=\"application/dicom\"")

  /// Attributes and long values each for themselves (PS3.18 8.6.1.2.2).
  private static let apart = ServiceFailure(
    415, code: "unsupported-media-type",
    message:
      "attributes apart from bulk data are not taken: send whole instances as multipart/related; "
      + "type=\"application/dicom\"")

  private static func isOfAttributes(_ type: MediaType?) -> Bool {
    let inner = type?["type"].flatMap { MediaType($0)?.essence }
    return inner == "application/dicom+json" || inner == "application/dicom+xml"
  }

  private static func isOfInstances(_ type: MediaType?) -> Bool {
    guard let inner = type?["type"] else { return true }
    return MediaType(inner)?.essence == "application/dicom"
  }

  /// Takes the next bytes of the body.
  ///
  /// - Throws: `WebServiceError` if the parts cannot be told apart any more.
  mutating func take(_ bytes: some Collection<UInt8>) throws {
    guard reader != nil else { return part.take(Array(bytes)[...], for: self.target) }
    reader?.feed(bytes)
    while let event = try reader?.next() {
      switch event {
      case .head: part = StoredPart()
      case .bytes(let bytes): part.take(bytes, for: target)
      case .end: endPart()
      }
    }
  }

  /// The body is over.
  ///
  /// - Returns: What became of each instance.
  /// - Throws: `WebServiceError` if it ended too soon.
  mutating func finish() throws -> StoreResponse {
    if let reader { try reader.finish() } else { endPart() }
    if let study { response.retrieveURL = base + ResourcePath(study: study).path }
    return response
  }

  private var target: StoredPart.Target {
    StoredPart.Target(archive: archive, store: store, study: study)
  }

  private mutating func endPart() {
    switch part.end(for: target) {
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
    part = StoredPart()
  }
}
