import Files
import Phantoms
import SagittaEngine
import SeriesLoading

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension WorkPlan {
  /// Does everything once to a small head of known values, so that what no input could mend is found out before
  /// anything runs; and so that processes that are split off have what a first run has to look for.
  ///
  /// - Parameter options: How the batch is run.
  /// - Throws: ``BatchError/badWork(_:reason:)``; `FileWritingError`.
  package func rehearse(for options: BatchOptions) throws {
    let folder = try Folders.temporary()
    defer { Folders.remove(folder) }
    let input = "\(folder)/INPUT"
    try PhantomSeries(
      .head, dimensions: GridDimensions(columns: 12, rows: 10, slices: 8),
      spacing: SIMD3(16, 18, 24)
    ).write(to: input)
    var makesDICOM = delivery == nil
    var answer = ItemWork.Answer()
    for work in works {
      try Folders.make("\(folder)/OUTPUT")
      try work.makeFolders(in: "\(folder)/OUTPUT")
      let call = work.call(
        inputs: [input], folder: "\(folder)/OUTPUT",
        additions: verbs.additions(options.threads, options.memory))
      let end = run(call)
      let failure = end.failure
      answer.addFindings(in: end.output)
      makesDICOM = makesDICOM || failure != nil || Self.holdsDICOM("\(folder)/OUTPUT")
      // Another input may be what it needs; what is wrong with the words stays so.
      guard let failure,
        [.wrongRequest, .notInstalled, .noInput, .cannotCreate].contains(failure.kind),
        failure.code != .noSuchPhase,
        failure.code != .noSuchVolume
      else { continue }
      throw BatchError.badWork(
        work.text, reason: failure.message.replacing("\(folder)/", with: ""))
    }
    // Nobody reads it; but how it is said takes each process a while to look for.
    _ = try? JSONLines.line(answer)
    guard makesDICOM else {
      throw BatchError.badWork(
        works.map(\.text).joined(separator: "; "), reason: "nothing of it is DICOM, to be sent")
    }
  }

  private static func holdsDICOM(_ folder: String) -> Bool {
    ((try? ObjectFile.paths(below: [folder]).paths) ?? []).contains {
      $0.lowercased().hasSuffix(".dcm")
    }
  }
}

extension Folders {
  /// A new folder where the system keeps what is temporary.
  fileprivate static func temporary() throws(FileWritingError) -> String {
    let stated = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) }
    var last = ENOENT
    for parent in [stated, "/var/tmp", "/tmp"].compactMap(\.self) {
      var template = Array("\(parent)/sagitta-XXXXXX".utf8CString)
      // SAFETY: the template ends with a zero, and only its six X are written over.
      let made = unsafe template.withUnsafeMutableBufferPointer { name in
        unsafe name.baseAddress.flatMap { unsafe mkdtemp($0) } != nil
      }
      if made {
        return String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
      }
      last = errno
    }
    throw FileWritingError(.cannotCreate, reason: .system(last), path: "a temporary folder")
  }
}
