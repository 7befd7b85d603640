import Files

/// The files that hold the voxels of a header that lies apart.
struct DetachedFiles {
  /// In the order of the voxels.
  let files: [ByteReader]

  /// The most files that a header may name.
  private static let most = 100_000

  /// Opens files that a header names.
  ///
  /// - Parameters:
  ///   - names: Relative to the header's folder, or from the root on.
  ///   - header: The header; nothing lies beside one in memory.
  ///   - allowsOutside: Whether they may lie elsewhere than below the header's folder.
  /// - Throws: ``VolumeFileError`` if one is not there, may not be read or cannot be.
  init(
    _ names: [String], besides header: ByteReader, allowsOutside: Bool
  ) throws(VolumeFileError) {
    guard !names.isEmpty, names.count <= Self.most else {
      throw VolumeFileError(.malformed("\(names.count) data files"), path: header.name)
    }
    var files: [ByteReader] = []
    for name in names {
      guard !name.isEmpty, !name.utf8.contains(0) else {
        throw VolumeFileError(.malformed("an empty name of a data file"), path: header.name)
      }
      guard let place = header.path else {
        throw VolumeFileError(.dataFileMissing(name), path: header.name)
      }
      let folder = place.lastIndex(of: "/").map { place[...$0] } ?? ""
      let path = name.hasPrefix("/") ? name : folder + name
      guard path != place else {
        throw VolumeFileError(
          .malformed("the header names itself as its data file"), path: header.name)
      }
      // Looked at before the file is, so that a header cannot ask what there is elsewhere.
      guard allowsOutside || ResolvedPlace.isBelow(name, folder: String(folder)) else {
        throw VolumeFileError(.dataFileOutside(name), path: header.name)
      }
      do {
        files.append(try ByteReader.opening(.file(path)))
      } catch {
        throw error.reason == .missing
          ? VolumeFileError(.dataFileMissing(path), path: header.name) : error
      }
    }
    self.files = files
  }

  /// The names of a numbered series of files, as C's printf would make them: `slice%03d.raw`.
  ///
  /// Gives nil if the pattern has no number or the range makes no sense.
  static func names(_ pattern: String, from first: Int, to last: Int, by step: Int) -> [String]? {
    guard let percent = pattern.firstIndex(of: "%"), step != 0,
      let letter = pattern[percent...].firstIndex(where: { $0 == "d" || $0 == "u" || $0 == "i" })
    else { return nil }
    let digits = pattern[pattern.index(after: percent)..<letter]
    guard digits.allSatisfy({ $0.isASCII && $0.isNumber }), let width = Int("0" + digits),
      width <= 20
    else { return nil }
    let padding = digits.hasPrefix("0") ? "0" : " "
    let numbers = Array(stride(from: first, through: last, by: step).prefix(most + 1))
    guard !numbers.isEmpty, numbers.count <= most else { return nil }
    return numbers.map { number in
      let text = String(number)
      return pattern[..<percent]
        + String(repeating: padding, count: max(0, width - text.count)) + text
        + pattern[pattern.index(after: letter)...]
    }
  }
}
