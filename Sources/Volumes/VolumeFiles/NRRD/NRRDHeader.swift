/// The fields of an NRRD header, not yet understood.
///
/// Format: teem.sourceforge.net/nrrd/format.html, NRRD0001 to NRRD0005.
struct NRRDHeader {
  /// The values by field name; names are as in the format's text, in lower case.
  private(set) var fields: [String: String] = [:]
  /// The values that programs added (`key:=value`).
  private(set) var keys: [String: String] = [:]
  /// The lines behind `data file: LIST`.
  private(set) var listedFiles: [String] = []
  /// Bytes from the start of the file to what follows the header.
  private(set) var byteCount = 0

  /// Headers are a page of text; anything much larger is something else.
  static let longest = 1 << 20

  /// Field names that mean the same.
  private static let aliases = [
    "centerings": "centers", "axismins": "axis mins", "axismaxs": "axis maxs",
    "lineskip": "line skip", "byteskip": "byte skip", "datafile": "data file",
    "sampleunits": "sample units", "oldmin": "old min", "oldmax": "old max",
  ]

  /// Reads a header from the beginning of a file, or the whole of a file that holds nothing else.
  init(_ bytes: [UInt8], path: String) throws(VolumeFileError) {
    guard bytes.starts(with: Array("NRRD000".utf8)), bytes.count > 8,
      (UInt8(ascii: "1")...UInt8(ascii: "5")).contains(bytes[7])
    else {
      throw VolumeFileError(
        .malformed("it does not begin with NRRD0001 to NRRD0005"), path: path, offset: 0)
    }
    var start = bytes.firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
    var isList = false
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      var line = bytes[start..<end]
      if line.last == UInt8(ascii: "\r") { line.removeLast() }
      let offset = start
      start = min(end + 1, bytes.count)
      // An empty line ends the header.
      if line.isEmpty { break }
      let text = String(decoding: line, as: UTF8.self)
      if isList {
        listedFiles.append(text)
      } else if !text.hasPrefix("#") {
        try add(text, offset: offset, path: path)
        isList = fields["data file"]?.hasPrefix("LIST") == true
      }
    }
    byteCount = start
  }

  private mutating func add(_ line: String, offset: Int, path: String) throws(VolumeFileError) {
    guard let colon = line.firstIndex(of: ":") else {
      throw VolumeFileError(
        .malformed("a header line that is no field: \(line.prefix(40))"), path: path,
        offset: offset)
    }
    let rest = line[line.index(after: colon)...]
    if rest.hasPrefix("=") {
      keys[String(line[..<colon])] = Self.unescaped(rest.dropFirst())
      return
    }
    let name = line[..<colon].lowercased()
    fields[Self.aliases[name] ?? name] = rest.trimmed
  }

  /// A value in which `\n` is a line feed and `\\` a backslash.
  private static func unescaped(_ text: Substring) -> String {
    var result = ""
    var isEscaped = false
    for character in text {
      if isEscaped {
        result.append(character == "n" ? "\n" : character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else {
        result.append(character)
      }
    }
    return result
  }
}

extension Substring {
  /// Without spaces and tabs around it.
  var trimmed: String {
    let start = drop { $0 == " " || $0 == "\t" }
    return String(
      start.reversed().drop { $0 == " " || $0 == "\t" || $0 == "\r" }.reversed())
  }
}
