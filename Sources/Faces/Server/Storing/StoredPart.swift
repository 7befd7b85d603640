import Archive
import DICOMCoding
import DICOMModel
import DICOMNetwork
import MessageExchange
import SeriesLoading
import WebServices
import WorkScheduling

/// One instance that arrives as a file.
struct StoredPart {
  /// Where instances go.
  struct Target {
    let archive: Archive
    let store: StoreFolder
    let study: String?
  }

  /// What became of it; reasons are those of PS3.18 Annex I.2.2.
  enum Outcome {
    case stored(StoreResponse.Stored, ResourcePath)
    case failed(StoreResponse.Stored, reason: Int)
    /// Nothing says which instance it was.
    case unknown(reason: Int)
  }

  /// Why instances are not stored.
  private enum Reason {
    static let duplicate = 0x0111
    static let mismatch = 0xA900
  }

  /// It is no instance.
  static let cannotUnderstand = 0xC000

  private var head: [UInt8] = []
  private var receiver: (any InstanceReceiver)?
  private var known: (instance: StoreResponse.Stored, path: ResourcePath)?
  private var failure: Int?
  private let sender = "web-\(UniqueIdentifier.random())"

  /// What precedes the pixels of an honest file.
  private static let longestHead = 16 << 20

  /// Takes the next bytes.
  mutating func take(_ bytes: ArraySlice<UInt8>, for target: Target) {
    guard failure == nil else { return }
    if let receiver { return pass(bytes, to: receiver) }
    head += bytes
    begin(for: target, isWhole: false)
  }

  /// All bytes have come.
  mutating func end(for target: Target) -> Outcome {
    if receiver == nil, failure == nil { begin(for: target, isWhole: true) }
    guard failure == nil, let receiver, let known else {
      let reason = failure ?? Self.cannotUnderstand
      return known.map { .failed($0.instance, reason: reason) } ?? .unknown(reason: reason)
    }
    let outcome = target.archive.outcome(ofArrivalFrom: sender) {
      do {
        _ = try receiver.finish()
        return nil
      } catch let refusal as Refusal {
        return Int(refusal.status.code)
      } catch {
        return 0x0110
      }
    }
    if let reason = outcome.reason { return .failed(known.instance, reason: reason) }
    // What is there under this UID is another object: the one that came is kept, and not served.
    guard outcome.stored != .conflicting else {
      return .failed(known.instance, reason: Reason.duplicate)
    }
    return .stored(known.instance, known.path)
  }

  private mutating func pass(_ bytes: ArraySlice<UInt8>, to receiver: any InstanceReceiver) {
    do {
      try unsafe bytes.withUnsafeBytes { try unsafe receiver.take($0) }
    } catch let refusal as Refusal {
      failure = Int(refusal.status.code)
    } catch {
      failure = 0x0110
    }
    if failure != nil { self.receiver = nil }
  }

  /// Finds out which instance it is, as soon as enough has come.
  private mutating func begin(for target: Target, isWhole: Bool) {
    guard let start = dataSetStart else {
      if isWhole || head.count > Self.longestHead { failure = Self.cannotUnderstand }
      return
    }
    let reader = Part10Reader(inflater: .standard(WorkContext()))
    let parsed: ParsedFile
    do {
      parsed = try reader.read(prefix: head, streamLength: isWhole ? head.count : .max >> 8)
    } catch {
      if case .needsMore = error.reason, !isWhole, head.count < Self.longestHead { return }
      failure = Self.cannotUnderstand
      return
    }
    identify(parsed)
    guard let known, failure == nil else {
      failure = failure ?? Self.cannotUnderstand
      return
    }
    if let study = target.study, known.path.study != study {
      failure = Reason.mismatch
      return
    }
    do {
      let receiver = try target.store.receive(
        IncomingInstance(
          sopClass: known.instance.sopClass, sopInstance: known.instance.sopInstance,
          transferSyntax: parsed.transferSyntax.uid, peer: sender))
      self.receiver = receiver
      let rest = head[start...]
      head = []
      pass(rest, to: receiver)
    } catch let refusal as Refusal {
      failure = Int(refusal.status.code)
    } catch {
      failure = 0x0110
    }
  }

  private mutating func identify(_ parsed: ParsedFile) {
    let dataSet = parsed.dataSet
    guard let sopInstance = dataSet.uid(.sopInstanceUID), SafeUID(sopInstance) != nil else {
      return
    }
    let sopClass = dataSet.uid(.sopClassUID) ?? parsed.meta.uid(.mediaStorageSOPClassUID) ?? ""
    let uids = [Tag.studyInstanceUID, .seriesInstanceUID].map { dataSet.uid($0) ?? "" }
    known = (
      StoreResponse.Stored(sopClass: sopClass, sopInstance: sopInstance),
      ResourcePath(study: uids[0], series: uids[1], instance: sopInstance)
    )
    let isProper = uids.allSatisfy { SafeUID($0) != nil }
    let isOne = parsed.meta.uid(.mediaStorageSOPInstanceUID).map { $0 == sopInstance } ?? true
    if sopClass.isEmpty || !isProper || !isOne { failure = Reason.mismatch }
  }

  /// Where the data set begins, behind the meta group; nil until that is there.
  private var dataSetStart: Int? {
    guard head.count >= 144, head[128..<132].elementsEqual("DICM".utf8),
      head[132..<136].elementsEqual([2, 0, 0, 0])
    else { return nil }
    let length = (0..<4).reduce(0) { $0 | Int(head[140 + $1]) << (8 * $1) }
    return 144 + length <= head.count ? 144 + length : nil
  }
}
