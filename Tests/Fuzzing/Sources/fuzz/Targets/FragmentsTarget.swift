import DICOMCoding

extension FuzzTarget {
  /// Takes pixel data apart; the first byte is the number of frames.
  ///
  /// Fragments lie in the bytes, one after the other, and frames have each of them once.
  static let fragments = FuzzTarget(name: "fragments") { bytes in
    guard let count = bytes.first.map(Int.init) else { return }
    let value = bytes.dropFirst()
    guard let pixels = try? EncapsulatedPixelData(parsing: value, offset: value.startIndex)
    else { return }
    for (one, next) in zip(pixels.fragments, pixels.fragments.dropFirst()) {
      precondition(one.upperBound + 8 == next.lowerBound)
    }
    precondition(pixels.fragments.last.map { $0.upperBound <= value.endIndex } ?? true)
    guard let frames = pixels.frames(count: count, firstBytes: { Array(value[$0].prefix(12)) })
    else { return }
    precondition(frames.frames.count == count)
    precondition(frames.frames.flatMap(\.fragments) == pixels.fragments)
  } seeds: { _ in
    SeedObjects.fragments()
  }
}
