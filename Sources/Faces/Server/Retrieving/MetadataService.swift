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
    let answer = Self.answer(
      try texts(of: instances, form: form, base: base), form: form, headers: headers)
    cache.keep(answer, key: key, generation: generation)
    return answer
  }

  /// The attributes of some instances, each as a text.
  ///
  /// - Throws: `ArchiveIndexError`.
  func texts(
    of instances: [ArchivedInstance], form: SearchService.Form, base: String
  ) throws -> [[UInt8]] {
    try archive.attributes(of: instances).map { instance, dataSet in
      let location = Self.location(instance, base: base)
      switch form {
      case .json:
        var writer = JSONText()
        writer.write(dataSet, bulk: instance.bulk, location: location)
        return writer.bytes
      case .xml:
        var writer = XMLText()
        writer.write(dataSet, bulk: instance.bulk, location: location)
        return writer.bytes
      }
    }
  }

  /// The answer of some texts.
  static func answer(
    _ texts: [[UInt8]], form: SearchService.Form, headers: [WebHeader] = []
  ) -> WebAnswer {
    switch form {
    case .json:
      var bytes: [UInt8] = Array("[".utf8)
      bytes.reserveCapacity(texts.reduce(2) { $0 + $1.count + 1 })
      for (n, text) in texts.enumerated() {
        if n > 0 { bytes.append(UInt8(ascii: ",")) }
        bytes += text
      }
      return WebAnswer(
        "application/dicom+json", bytes: bytes + Array("]".utf8), headers: headers)
    case .xml: return MultipartXML.answer(texts, headers: headers)
    }
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
