import Foundation
import Testing
import VolumeModel
import WorkScheduling

/// Calls of every kind, cancelled at some of the places where they look whether to go on.
///
/// The work between two looks is printed, not judged: `SAGITTA_CANCELLATION_SIZE=512x512x600` measures
/// it on a CT of that size, and `SAGITTA_CANCELLATION_TRACE=50` says which calls of functions end
/// stretches of more than so many milliseconds.
@Suite(.serialized) struct `A cancelled call` {
  private static let input = Result { try MeasuredInput(size: size) }

  @Test(arguments: MeasuredCall.all)
  func `ends at its next look, wherever it is`(call: MeasuredCall) throws {
    let input = try Self.input.get()
    let run = try call.prepare(input)
    let whole = LookRecorder(tracedSeconds: Self.traced)
    try whole.watch(workers: 1) { try run(input, $0) }
    Self.tell(call, of: whole)
    #expect(whole.looks > 0, "\(call.name) never looks")
    for stop in Set([1, (whole.looks + 1) / 2, whole.looks]) {
      let part = LookRecorder()
      #expect(throws: WorkCancelled.self, "\(call.name), stopped at \(stop)") {
        try part.watch(workers: 1, stoppingAt: stop) { try run(input, $0) }
      }
      // An encoder that stopped asks once more why.
      #expect(part.looks <= stop + 1, "\(call.name) goes on after \(stop)")
    }
  }

  private static func tell(_ call: MeasuredCall, of recorder: LookRecorder) {
    let stretch = (recorder.longest * 1e5).rounded() / 100
    print("cancellation: \(call.name): \(recorder.looks) looks, at most \(stretch) ms between two")
    for trace in recorder.traces {
      print("  \(trace.seconds) s until\n    \(trace.symbols.joined(separator: "\n    "))")
    }
  }

  private static var traced: Double? {
    ProcessInfo.processInfo.environment["SAGITTA_CANCELLATION_TRACE"].flatMap(Double.init).map {
      $0 / 1000
    }
  }

  private static var size: GridDimensions {
    let text = ProcessInfo.processInfo.environment["SAGITTA_CANCELLATION_SIZE"] ?? "96x96x24"
    let numbers = text.split(separator: "x").compactMap { Int($0) }
    precondition(numbers.count == 3, "a size is columns x rows x slices")
    return GridDimensions(columns: numbers[0], rows: numbers[1], slices: numbers[2])
  }
}
