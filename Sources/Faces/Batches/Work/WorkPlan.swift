import Compression
package import SagittaEngine

/// What is done to every item, and by whom.
package struct WorkPlan: Sendable {
  /// How a verb ended.
  package struct VerbEnd: Sendable {
    /// What it printed.
    let output: String
    /// What went wrong; nil if nothing did.
    let failure: Failure?

    package init(output: String, failure: Failure?) {
      self.output = output
      self.failure = failure
    }
  }

  /// Words of the program for one item.
  package struct Call: Sendable {
    /// All of them, after the program's name; the inputs come last.
    package let words: [String]
    /// What is read.
    package let inputs: [String]
    /// Where results go: what the words name of them begins with it.
    package let folder: String
  }

  /// How results that are DICOM get to a place.
  package struct Delivery: Sendable {
    /// The place, as it was named.
    let place: String
    /// Sends files, whole or not at all.
    let send: @Sendable ([String]) throws -> Void

    package init(to place: String, send: @escaping @Sendable ([String]) throws -> Void) {
      self.place = place
      self.send = send
    }
  }

  /// What is done, in order.
  package let works: [Work]
  let verbs: Work.Verbs
  /// Runs the program's words in this process.
  let run: @Sendable (Call) -> VerbEnd
  /// Where results that are DICOM go; nil if they stay.
  package var delivery: Delivery?

  /// Reads what is to be done, and checks it as far as that is possible without an input.
  ///
  /// - Parameters:
  ///   - texts: Verbs and their options.
  ///   - verbs: What is known of verbs.
  ///   - refusal: Why the program refuses words, without running them; nil if it does not.
  ///   - run: Runs the program's words in this process.
  /// - Throws: ``BatchError/badWork(_:reason:)``.
  package init(
    _ texts: [String], verbs: Work.Verbs, refusal: ([String]) -> String?,
    run: @escaping @Sendable (Call) -> VerbEnd
  ) throws(BatchError) {
    var works: [Work] = []
    for text in texts { works.append(try Work(text, verbs: verbs)) }
    guard !works.isEmpty else { throw .badWork("", reason: "there is none") }
    if let clash = Work.firstClash(among: works) {
      throw .badWork(clash.text, reason: "another one writes \(clash.output) already")
    }
    for work in works {
      let call = work.call(
        inputs: ["INPUT"], folder: "OUTPUT", additions: verbs.additions(1, 1 << 30))
      if let reason = refusal(call.words) { throw .badWork(work.text, reason: reason) }
    }
    self.works = works
    self.verbs = verbs
    self.run = run
  }

  /// The key of an item: the same instances, works, place and version give the same.
  func key(of item: BatchItem) -> String {
    let place = delivery.map { ["to \($0.place)"] } ?? []
    let all = ["sagitta \(Engine.version)", item.source] + works.map(\.text) + place
    return SHA256Digest.hex(of: all.joined(separator: "\n"))
  }
}
