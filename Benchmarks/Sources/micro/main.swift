import Foundation

// micro [--repeats N] [--list] [CASE…]: what single parts cost, one line a case.
// With --repeats nothing is printed and each case is done so often: for counting instructions.

var names: [String] = []
var repeats: Int?
var arguments = CommandLine.arguments.dropFirst().makeIterator()
while let argument = arguments.next() {
  switch argument {
  case "--repeats": repeats = arguments.next().flatMap { Int($0) }
  case "--list":
    allCases.forEach { print($0.name) }
    exit(0)
  default: names.append(argument)
  }
}

let unknown = names.filter { name in !allCases.contains { $0.name == name } }
guard unknown.isEmpty else {
  print("micro: no case \(unknown[0]); there are: \(allCases.map(\.name).joined(separator: " "))")
  exit(64)
}
do {
  for micro in allCases where names.isEmpty || names.contains(micro.name) {
    let work = try micro.prepare()
    if let repeats {
      for _ in 0..<repeats { try work() }
    } else {
      try report(micro, work)
    }
  }
} catch {
  print("micro: \(error)")
  exit(1)
}

/// Prints the fastest of many runs.
func report(_ micro: Case, _ work: () throws -> Void) throws {
  var best = Double.infinity
  let end = ContinuousClock.now + .milliseconds(500)
  repeat {
    let start = ContinuousClock.now
    try work()
    best = min(best, start.duration(to: .now) / .seconds(1))
  } while ContinuousClock.now < end
  let each = best / Double(micro.items) * 1e9
  let name = micro.name.padding(toLength: 24, withPad: " ", startingAt: 0)
  print(name, String(format: "%10.1f µs %9.3f ns a", best * 1e6, each), micro.item)
}
