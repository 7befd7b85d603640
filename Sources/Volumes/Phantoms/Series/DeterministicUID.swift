import DICOMModel

/// Unique identifiers that are a function of what they identify.
struct DeterministicUID: Sendable {
  /// Everything that tells one series from another.
  let identity: [UInt8]

  /// Returns the identifier of a part of the series.
  func uid(of part: String) -> String {
    var hash = StableHash()
    hash.update(identity)
    hash.update(CollectionOfOne(0))
    hash.update(part.utf8)
    return UniqueIdentifier.derived(from: hash)
  }
}
