import DICOMModel
import SagittaEngine
import WebServices

/// How long an answer is good: until one of its volumes changes, or the program that makes it.
///
/// A preliminary picture is good for nothing but to be looked at; neither is the whole one kept that may
/// come at the same address.
struct Freshness {
  /// An entity tag; nil for what is not to be kept.
  let tag: String?

  init(
    _ target: ResourcePath, query: [(name: String, value: String)], type: MediaType,
    words: [String], isPreliminary: Bool
  ) {
    guard !isPreliminary else {
      tag = nil
      return
    }
    var hash = StableHash()
    // Who asks has no part in what is made.
    let asked = query.filter { $0.name != "view" }.map { "\($0.name)=\($0.value)" }
    for part in [Engine.version, target.path, "\(type)"] + words + asked {
      hash.update(part)
      hash.update("\n")
    }
    tag = "\"" + String(hash.value, radix: 36) + "\""
  }

  /// What the head of the answer says of it.
  var fields: [WebHeader] {
    guard let tag else { return [WebHeader("Cache-Control", "no-store")] }
    return [WebHeader("ETag", tag), WebHeader("Cache-Control", "private, no-cache")]
  }
}
