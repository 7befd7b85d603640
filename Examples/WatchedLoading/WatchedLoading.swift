import Foundation
import Sagitta
import Synchronization

/// Loads a folder, says how far it is, and stops when asked to: by Control-C, or after so many files.
///
///     swift run watched-loading Volumes/ct-chest [FILES]
@main
struct WatchedLoading {
  static func main() async {
    guard (2...3).contains(CommandLine.arguments.count) else {
      print("usage: watched-loading FOLDER [FILES]")
      exit(64)
    }
    let limit = CommandLine.arguments.dropFirst(2).first.flatMap { Int($0) } ?? .max
    let cancellation = Cancellation()
    let shown = Mutex(-1)
    // Called by whichever worker has done something; a program with windows hands it to its own.
    let context = WorkContext(cancellation: cancellation) { progress in
      let percent = 100 * progress.completed / max(1, progress.total)
      shown.withLock { last in
        if percent / 10 != last / 10 { print("\(progress.stage): \(percent) %") }
        last = percent
      }
      if progress.completed >= limit { cancellation.request() }
    }
    signal(SIGINT, SIG_IGN)
    let interrupt = DispatchSource.makeSignalSource(signal: SIGINT)
    interrupt.setEventHandler { cancellation.request() }
    interrupt.resume()
    do {
      let study = try await VolumeLoader().load(
        from: CommandLine.arguments[1], context: context)
      print("\(study.largest.dimensions.ijk) voxels in the largest of \(study.volumes.count)")
    } catch is WorkCancelled {
      print("cancelled")
      exit(130)
    } catch {
      // Every error is a `LocalizedError` with a sentence.
      print(error.localizedDescription)
      exit(65)
    }
  }
}
