import Compression
import SagittaEngine

/// What one piece of a batch works on: a series, or what a row of a manifest names.
package struct BatchItem: Codable, Hashable, Sendable {
  /// Its name, and that of its folder among the results.
  package let item: String
  /// Folders, files, or places of an archive.
  package let inputs: [String]
  /// A digest of what it consists of: instances and their sizes.
  package let source: String
  /// The bytes of its files.
  package let bytes: Int
  /// The most memory that the work on it is thought to take, in bytes.
  package let memory: Int

  init(item: String, inputs: [String], source: String, bytes: Int, memory: Int) {
    self.item = item
    self.inputs = inputs
    self.source = source
    self.bytes = bytes
    self.memory = memory
  }

  /// A series of an archive on a network, of which no more is known.
  package init(place: String) {
    self.init(
      item: "series-\(SHA256Digest.hex(of: place).prefix(16))", inputs: [place],
      source: SHA256Digest.hex(of: "place \(place)"), bytes: 0, memory: MemoryEstimate.unknown)
  }

  /// Which part of a batch it belongs to, whatever else the batch has.
  func shard(of count: Int) -> Int { Self.shard(of: count, named: item) }

  static func shard(of count: Int, named name: String) -> Int {
    // The digits of a digest, so that neighbours are spread.
    let digits = SHA256Digest.hex(of: name).prefix(8)
    return Int(UInt64(digits, radix: 16) ?? 0) % max(1, count)
  }
}
