import DICOMCoding
import DICOMModel
import DICOMNetwork
import Locks
import RenderedVolumes
import WebServices
import WorkScheduling

/// The instances of a target that came from elsewhere, in memory: their headers stay, the rest goes when
/// others need the memory, and comes again when it is needed.
final class FetchedSeries: Sendable {
  /// An instance, and where its file lies in memory.
  struct Item: Sendable {
    let instance: IncomingInstance
    let series: String
    let range: Range<Int>
    /// What may go: the pixels.
    let pixels: Range<Int>
  }

  private struct State {
    var items: [String: Item] = [:]
    var isWhole = true
    var users = 0
    var lastUse = ContinuousClock.now
  }

  /// What it was fetched as.
  let target: ResourcePath
  /// The instances, if they are not all of the target.
  let group: InstanceGroup?
  /// What tells it from others.
  let number: Int
  private let file: MemoryFile
  private let state = Locked(State())
  private let isFetching = Locked(())

  init(_ target: ResourcePath, group: InstanceGroup? = nil, number: Int) throws {
    self.target = target
    self.group = group
    self.number = number
    file = try MemoryFile()
  }

  /// Its instances, as volumes are loaded from.
  var files: [InstanceFile] {
    state.withLock { $0.items }.values.map { item in
      let uid = item.instance.sopInstance
      return InstanceFile(
        sopClass: item.instance.sopClass, sopInstance: uid, series: item.series,
        bytes: file.part(item.range, name: "\(number)/\(uid)", of: self),
        version: "\(item.range.count)")
    }
  }

  /// The bytes of pixels that are there, and since when nobody has used them; nil if somebody does.
  var idle: (bytes: Int, since: ContinuousClock.Instant)? {
    state.withLock { state in
      guard state.isWhole, state.users == 0 else { return nil }
      return (state.items.values.reduce(0) { $0 + $1.pixels.count }, state.lastUse)
    }
  }

  /// The bytes of pixels that are there.
  var pixelBytes: Int {
    state.withLock { state in
      state.isWhole ? state.items.values.reduce(0) { $0 + $1.pixels.count } : 0
    }
  }

  /// Takes an instance that has come for the first time.
  func add(_ instance: IncomingInstance, _ bytes: [UInt8]) throws {
    let parsed = try? Part10Reader().read(prefix: bytes, streamLength: bytes.count)
    let range = try file.append(bytes)
    let start = parsed?.pixelData?.offset ?? bytes.count
    let item = Item(
      instance: instance, series: parsed?.dataSet.uid(.seriesInstanceUID) ?? "", range: range,
      pixels: range.lowerBound + min(start, bytes.count)..<range.upperBound)
    state.withLock { $0.items[instance.sopInstance] = item }
  }

  /// Takes an instance that has come again.
  ///
  /// - Throws: ``ServiceFailure`` if it is another one now.
  private func restore(_ instance: IncomingInstance, _ bytes: [UInt8]) throws {
    let item = state.withLock { $0.items[instance.sopInstance] }
    guard let item, item.range.count == bytes.count else { throw Self.changed }
    try file.write(bytes, at: item.range.lowerBound)
  }

  static let changed = ServiceFailure(
    503, code: "upstream-changed", message: "the series has changed meanwhile; ask again",
    headers: [WebHeader("Retry-After", "1")])

  /// Gives the memory of its pixels back, unless somebody uses them.
  func release() {
    let items = state.withLock { state -> [Item] in
      guard state.isWhole, state.users == 0 else { return [] }
      state.isWhole = false
      return Array(state.items.values)
    }
    for item in items { file.release(item.pixels) }
  }

  /// Does something while all bytes are there.
  ///
  /// - Parameters:
  ///   - fetch: Gets them again, if they went.
  ///   - body: What to do.
  /// - Returns: What `body` returns.
  /// - Throws: What `fetch` and `body` throw.
  func whileWhole<Result>(
    fetch: (@escaping WholeInstances.Take) throws -> Void, _ body: () throws -> Result
  ) throws -> Result {
    state.withLock { $0.users += 1 }
    defer {
      state.withLock { state in
        state.users -= 1
        state.lastUse = .now
      }
    }
    try isFetching.withLock { _ in
      guard state.withLock({ !$0.isWhole }) else { return }
      let came = Locked(Set<String>())
      try fetch { instance, bytes in
        try self.restore(instance, bytes)
        came.withLock { _ = $0.insert(instance.sopInstance) }
      }
      guard came.withLock({ $0.count }) == state.withLock({ $0.items.count }) else {
        throw Self.changed
      }
      state.withLock { $0.isWhole = true }
    }
    return try body()
  }
}
