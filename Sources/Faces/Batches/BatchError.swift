package import SagittaEngine

/// A batch cannot begin, or did not do everything.
package enum BatchError: Fault, Hashable {
  /// A piece of work that is asked for makes no sense.
  case badWork(String, reason: String)
  /// A row of a manifest makes no sense; rows count from 1, the heading of a table is one.
  case badManifest(path: String, row: Int, reason: String)
  /// Which part of how many is to be done makes no sense.
  case badShard(String)
  /// Nothing of what was given is a series.
  case noItems
  /// Another run has its results there.
  case holdsRun(path: String)
  /// Another run is at work there.
  case isRunning(path: String)
  /// No run has its results there.
  case noLedger(path: String)
  /// A program is missing that the work is to be spread with.
  case noEngine(String, reason: String)

  /// One line for people.
  package var description: String {
    switch self {
    case .badWork(let text, let reason): "the work '\(text)' is refused: \(reason)"
    case .badManifest(let path, let row, let reason): "\(path), row \(row): \(reason)"
    case .badShard(let text):
      "\(text) is no part of a batch: 0/4 is the first of four, and 3/4 the last"
    case .noItems: "there is no series in what was given"
    case .holdsRun(let path):
      "\(path) holds the results of a batch; go on with it, or choose another folder"
    case .isRunning(let path):
      "\(path) is being written by another batch; wait for its end, or choose another folder"
    case .noLedger(let path): "\(path) holds no batch: there is no ledger"
    case .noEngine(let name, let reason): "\(name) cannot be used: \(reason)"
    }
  }

  /// A stable word.
  package var code: FaultCode {
    switch self {
    case .badWork: "bad-work"
    case .badManifest: "bad-manifest"
    case .badShard: "bad-shard"
    case .noItems: "no-items"
    case .holdsRun: "batch-exists"
    case .isRunning: "batch-running"
    case .noLedger: "no-ledger"
    case .noEngine: "engine-missing"
    }
  }

  /// Whose fault it is.
  package var kind: FaultKind {
    switch self {
    case .badWork, .badShard: .wrongRequest
    case .badManifest, .noItems: .badInput
    case .holdsRun, .isRunning: .cannotCreate
    case .noLedger: .noInput
    case .noEngine: .notInstalled
    }
  }

  /// Where it is.
  package var place: FaultPlace {
    switch self {
    case .badManifest(let path, _, _), .holdsRun(let path), .isRunning(let path),
      .noLedger(let path):
      FaultPlace(path: path)
    case .badWork, .badShard, .noItems, .noEngine: FaultPlace()
    }
  }
}
