import Foundation
import Sagitta

/// The volumes in memory, and the work on them.
final class Session {
  private var volumes: [String: Volume] = [:]

  func answer(_ line: String) -> Answer {
    do {
      let request = try JSONDecoder().decode(Request.self, from: Data(line.utf8))
      return try measured(prepared(request), request)
    } catch {
      return Answer(failure: "\(error)")
    }
  }

  /// The named input volume, read or made when it is first asked for; one at a time is kept.
  func volume(_ request: Request) throws -> Volume {
    let name = try request.text("volume")
    if let volume = volumes[name] { return volume }
    volumes.removeAll()
    let volume = try InputVolume.named(name, cache: request.cache)
    volumes[name] = volume
    return volume
  }

  private func prepared(_ request: Request) throws -> Work {
    switch request.work {
    case "load": try loadWork(request)
    case "scan": try scanWork(request)
    case "plane": try planeWork(request)
    case "planes": try planesWork(request)
    case "stack": try stackWork(request)
    case "slab": try slabWork(request)
    case "resample": try resampleWork(request)
    case "mip": try projectionWork(request)
    case "spin": try spinWork(request)
    case "render": try renderWork(request)
    case "png": try pictureWork(request)
    case "frames": try framesWork(request)
    case "write": try writeWork(request)
    case "read": try readWork(request)
    default: throw BadRequest("no such work: \(request.work)")
    }
  }
}

/// Work that is ready to be done: inputs are in memory, nothing is computed.
struct Work {
  /// Does it once.
  let run: () throws -> Void
  /// The values of what was done last.
  let result: () throws -> WorkResult
}

private func measured(_ work: Work, _ request: Request) throws -> Answer {
  var answer = Answer()
  var total = 0.0
  repeat {
    let (start, cpu) = (ContinuousClock.now, cpuSeconds())
    try work.run()
    let seconds = start.duration(to: .now) / .seconds(1)
    answer.seconds.append(seconds)
    answer.cpuSeconds.append(cpuSeconds() - cpu)
    total += seconds
  } while total < request.seconds
  if request.wantsResult { answer.result = try work.result() }
  return answer
}

/// Processor seconds of this process, over all its threads.
private func cpuSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

/// What the last run left, for the check.
final class Kept<Value> {
  var value: Value?
  func required() throws -> Value {
    guard let value else { throw BadRequest("nothing was done") }
    return value
  }
}
