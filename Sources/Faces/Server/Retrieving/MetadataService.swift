import Archive
import Compression
import DICOMModel
import Locks
import WebServices

/// The attributes of instances without their long values (WADO-RS, PS3.18 10.4.1.1.2), from the index.
struct MetadataService: Sendable {
  let archive: Archive
  private let cache = AnswerCache(limit: 64 << 20)

  init(archive: Archive) { self.archive = archive }

  /// Answers with the attributes of the instances of a resource.
  func answer(_ resource: ResourcePath, _ request: WebRequest) throws -> WebAnswer {
    let form = try SearchService.form(request.accept)
    let base = "\(request.origin)\(DICOMwebService.base)"
    let key = "\(form) \(base)\(resource.path)"
    let generation = archive.generation
    if let known = cache[key, generation] { return known }
    let instances = try archive.instances(of: resource)
    let headers = [
      WebHeader("ETag", EntityTag(key, of: instances).text),
      WebHeader("Cache-Control", "private, no-cache"),
    ]
    let answer =
      form == .json
      ? try json(instances, base: base, headers: headers)
      : try xml(instances, base: base, headers: headers)
    cache.keep(answer, key: key, generation: generation)
    return answer
  }

  private func json(
    _ instances: [ArchivedInstance], base: String, headers: [WebHeader]
  ) throws -> WebAnswer {
    var writer = JSONText()
    writer.append("[")
    var isFirst = true
    for (instance, dataSet) in try archive.attributes(of: instances) {
      if !isFirst { writer.append(",") }
      isFirst = false
      writer.write(dataSet, bulk: instance.bulk, location: Self.location(instance, base: base))
    }
    writer.append("]")
    return WebAnswer("application/dicom+json", bytes: writer.bytes, headers: headers)
  }

  private func xml(
    _ instances: [ArchivedInstance], base: String, headers: [WebHeader]
  ) throws -> WebAnswer {
    let dataSets = try archive.attributes(of: instances).map {
      ($0.attributes, $0.instance.bulk, Self.location($0.instance, base: base))
    }
    return MultipartXML.answer(dataSets, headers: headers)
  }

  /// Where the long values of an instance are; a tag follows.
  private static func location(_ instance: ArchivedInstance, base: String) -> String {
    "\(base)\(instance.resource.path)/bulkdata/"
  }
}

/// The answers that were given last, as long as the archive stays as it is.
final class AnswerCache: Sendable {
  private struct Entry {
    let answer: WebAnswer
    let generation: Int
    var lastUse: Int
    let size: Int
  }

  private struct State {
    var entries: [String: Entry] = [:]
    var size = 0
    var clock = 0
  }

  private let state = Locked(State())
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  /// The answer of a key, if it is not older than the archive.
  subscript(key: String, generation: Int) -> WebAnswer? {
    state.withLock { state in
      guard let entry = state.entries[key], entry.generation == generation else { return nil }
      state.clock += 1
      state.entries[key]?.lastUse = state.clock
      return entry.answer
    }
  }

  /// Keeps an answer that is there as bytes; the one that was not used for the longest time goes.
  func keep(_ answer: WebAnswer, key: String, generation: Int) {
    guard case .bytes(let bytes) = answer.body, bytes.count < limit / 2 else { return }
    state.withLock { state in
      state.clock += 1
      if let old = state.entries.removeValue(forKey: key) { state.size -= old.size }
      while state.size + bytes.count > limit,
        let oldest = state.entries.min(by: { $0.value.lastUse < $1.value.lastUse })
      {
        state.size -= oldest.value.size
        state.entries.removeValue(forKey: oldest.key)
      }
      state.entries[key] = Entry(
        answer: answer, generation: generation, lastUse: state.clock, size: bytes.count)
      state.size += bytes.count
    }
  }
}
