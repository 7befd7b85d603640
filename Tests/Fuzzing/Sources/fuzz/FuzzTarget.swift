import Foundation

/// Something that takes any bytes.
struct FuzzTarget: Sendable {
  let name: String
  /// Tries an input; traps if a law is broken.
  let run: @Sendable ([UInt8]) -> Void
  /// Inputs to begin with, made of the fixtures in a folder.
  let seeds: @Sendable (URL) throws -> [[UInt8]]
  /// Changes an input by what it means; nil where bytes mean nothing more.
  var mutate: Mutation?

  /// Changes an input; nil where it has not the shape to be changed so.
  typealias Mutation = @Sendable (_ input: [UInt8], _ random: inout FuzzRandom) -> [UInt8]?

  init(
    name: String, run: @escaping @Sendable ([UInt8]) -> Void,
    seeds: @escaping @Sendable (URL) throws -> [[UInt8]]
  ) {
    self.name = name
    self.run = run
    self.seeds = seeds
  }

  /// The same target with a mutation of its own.
  func mutated(by mutate: @escaping Mutation) -> FuzzTarget {
    var target = self
    target.mutate = mutate
    return target
  }

  static let all =
    frames + volumeFiles + omeZarr + [part10, fragments, series, inflating] + requests
    + [cInterface, options, protocolUnits, messages]
}
