/// The fields of a MetaImage header, not yet understood.
///
/// Format: itk.org/Wiki/MetaIO/Documentation.
struct MetaImageHeader {
  /// The values by field name, as written.
  private(set) var fields: [String: String] = [:]
  /// The lines behind `ElementDataFile = LIST`.
  private(set) var listedFiles: [String] = []
  /// Bytes from the start of the file to what follows the header.
  private(set) var byteCount = 0

  /// Headers are a page of text; anything much larger is something else.
  static let longest = 1 << 20

  /// Reads the lines up to `ElementDataFile`, which ends the header.
  init(_ bytes: [UInt8], path: String) throws(VolumeFileError) {
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      let line = String(decoding: bytes[start..<end], as: UTF8.self)
      let offset = start
      start = min(end + 1, bytes.count)
      guard let equals = line.firstIndex(of: "=") else {
        if line[...].trimmed.isEmpty { continue }
        throw VolumeFileError(
          .malformed("a header line that is no field: \(line.prefix(40))"), path: path,
          offset: offset)
      }
      let name = line[..<equals].trimmed
      fields[name] = line[line.index(after: equals)...].trimmed
      if name == "ElementDataFile" { break }
    }
    guard let data = fields["ElementDataFile"] else {
      throw VolumeFileError(.malformed("no ElementDataFile; it is no MetaImage"), path: path)
    }
    byteCount = start
    if data.hasPrefix("LIST") {
      listedFiles = String(decoding: bytes[start...], as: UTF8.self)
        .split(whereSeparator: \.isNewline).map(\.trimmed).filter { !$0.isEmpty }
    }
  }

  /// The numbers of the first of some fields that is there; nil if none is.
  func numbers(_ names: String...) throws(MetaImageProblem) -> [Double]? {
    guard let name = names.first(where: { fields[$0] != nil }), let text = fields[name] else {
      return nil
    }
    let words = text.split(whereSeparator: { $0 == " " || $0 == "\t" })
    let numbers = words.compactMap { Double($0) }
    guard numbers.count == words.count else { throw MetaImageProblem("\(name) = \(text)") }
    return numbers
  }

  /// Whether a field says yes; nil if it is not there.
  func flag(_ names: String...) -> Bool? {
    guard let text = names.compactMap({ fields[$0] }).first else { return nil }
    return text.hasPrefix("T") || text.hasPrefix("t") || text == "1"
  }
}

/// A field that makes no sense.
struct MetaImageProblem: Error {
  let field: String

  init(_ field: String) { self.field = field }
}
