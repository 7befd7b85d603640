package import SagittaEngine

extension StoredImageSet {
  /// Refuses an input without an image that can be shown.
  ///
  /// - Parameter inputs: The files and folders that were looked at.
  /// - Throws: ``OutputError``; of a single file, its own `StoredImageError`.
  package func checkHoldsImages(inputs: [String]) throws {
    guard images.isEmpty else { return }
    guard let first = failures.first else {
      throw OutputError(.badInput) { _ in
        "no DICOM image found in \(inputs.joined(separator: ", "))"
      }
    }
    guard failures.count > 1 else { throw first }
    throw OutputError(.badInput) { [count = failures.count] _ in
      "no image that can be shown in \(count) files; \(first)"
    }
  }

  /// What people are told of files without an image.
  package var notices: [Notice] {
    guard !failures.isEmpty else { return [] }
    let counts = Dictionary(grouping: failures, by: \.code.rawValue).mapValues(\.count)
    let summary = counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
    let files = "\(failures.count) file\(failures.count == 1 ? "" : "s")"
    return [Notice(.warning, message: "\(files) skipped: \(summary.joined(separator: ", "))")]
      + failures.map { Notice(.detail, message: "skipped \($0)") }
  }
}

extension FramesReport {
  /// What people are told of frames: what is said of many frames is said once.
  package var notices: [Notice] {
    var seen: Set<String> = []
    let notes = outputs.flatMap(\.frames).flatMap { frame in
      frame.notes.filter { seen.insert($0.code).inserted }.map { note in
        let text = "\(frame.source): \(note.code): \(note.message)"
        return Self.usualCodes.contains(note.code)
          ? Notice(.detail, message: "note: \(text)") : Notice(.warning, message: text)
      }
    }
    return skipped.map { Notice(.warning, message: "skipped \($0.message)") } + notes
  }

  /// What is usual, and no reason to look twice.
  private static let usualCodes: Set<String> = Set(
    [
      StoredImageNote.Code.lossyCompression, .windowFromValues, .detectorSpacing,
      .frameTimeUnknown, .colourReduced,
    ].map(\.rawValue))
}
