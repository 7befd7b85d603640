import Foundation
import Sagitta

/// A part of the engine on a small input, with one worker.
struct Case: Sendable {
  let name: String
  /// How many items a run handles, and what one is called.
  let items: Int
  let item: String
  /// Returns the work; what happens before is not counted.
  let prepare: @Sendable () throws -> () throws -> Void
}

let one = WorkContext(workers: 1)

let allCases: [Case] = planeCases + gridCases + rayCases + decodingCases + encodingCases
