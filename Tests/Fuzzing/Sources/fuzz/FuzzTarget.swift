import Foundation

/// Something that takes any bytes.
struct FuzzTarget: Sendable {
  let name: String
  /// Tries an input; traps if a law is broken.
  let run: @Sendable ([UInt8]) -> Void
  /// Inputs to begin with, made of the fixtures in a folder.
  let seeds: @Sendable (URL) throws -> [[UInt8]]

  static let all = frames + volumeFiles + [part10, fragments, series, inflating]
}
