import Compression
import DICOMCoding
import DICOMModel

extension FuzzTarget {
  /// Reads a file whole and by its header, asks every element for everything, and writes what was
  /// read: that must read back as the same.
  static let part10 = FuzzTarget(name: "part10") { bytes in
    let reader = Part10Reader(inflater: inflater)
    _ = try? reader.read(prefix: bytes, streamLength: bytes.count)
    _ = try? reader.read(prefix: bytes, streamLength: 1 << 40)
    guard let file = try? reader.readWhole(bytes) else { return }
    touch(file.dataSet)
    guard file.nonconformances.isEmpty, !file.transferSyntax.isDeflated, isWritable(file.dataSet),
      let written = try? Part10Writer().file(file.dataSet, transferSyntax: file.transferSyntax)
    else { return }
    guard let again = try? reader.readWhole(written) else {
      preconditionFailure("what was written cannot be read")
    }
    precondition(again.dataSet == file.dataSet, "writing changed the data set")
  } seeds: { _ in
    try SeedObjects.files()
  }.mutated { DataSetMutation.mutated($0, random: &$1) }

  static let inflater = Inflater { deflated, limit in
    let prefix = try Inflation.prefix(of: deflated, format: .raw, limit: limit)
    let end: Inflater.End =
      switch prefix.end {
      case .complete: .complete
      case .limitReached: .limitReached
      case .inputExhausted: .inputExhausted
      }
    return Inflater.Output(bytes: prefix.bytes, end: end)
  }

  /// Whether all elements belong into a data set; the writer leaves the others out.
  private static func isWritable(_ dataSet: DataSet) -> Bool {
    dataSet.elements.allSatisfy { element in
      element.tag.group > 2 && element.tag.group != 0xFFFE
        && dataSet.items(element.tag)?.allSatisfy(isWritable) ?? true
    }
  }

  private static func touch(_ dataSet: DataSet) {
    for element in dataSet.elements {
      _ = dataSet.strings(element.tag)
      _ = dataSet.doubles(element.tag)
      _ = dataSet.integers(element.tag)
      _ = dataSet.tags(element.tag)
      dataSet.items(element.tag)?.forEach(touch)
    }
  }
}
