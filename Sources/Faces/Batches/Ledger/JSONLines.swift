import Files
import FoundationEssentials
import SagittaEngine

/// JSON, one value a line.
package enum JSONLines {
  /// A value on one line, without its end; nothing in it steers a terminal.
  package static func line(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return JSONText.escaped(String(decoding: try encoder.encode(value), as: UTF8.self))
  }

  /// Reads the values of a file one by one; lines that are none are passed over, as one that was not written to
  /// its end.
  package static func forEach<Value: Decodable>(
    _ type: Value.Type, in path: String, body: (Value, _ offset: Int) throws -> Void
  ) throws {
    let decoder = JSONDecoder()
    try forEachLine(in: path) { line, offset in
      guard let value = try? decoder.decode(type, from: Data(line)) else { return }
      try body(value, offset)
    }
  }

  /// The value of the line that begins at a place.
  static func value<Value: Decodable>(
    _ type: Value.Type, in file: ByteReader, at offset: Int
  ) throws -> Value? {
    var length = 1 << 16
    while true {
      let bytes = try file.bytes(at: offset, count: min(length, file.count - offset))
      if let end = bytes.firstIndex(of: lineFeed) {
        return try JSONDecoder().decode(type, from: Data(bytes[..<end]))
      }
      guard bytes.count < file.count - offset else { return nil }
      length *= 4
    }
  }

  private static let lineFeed = UInt8(ascii: "\n")

  /// Hands out whole lines, reading a piece at a time.
  private static func forEachLine(
    in path: String, body: (ArraySlice<UInt8>, _ offset: Int) throws -> Void
  ) throws {
    let file = try ByteSource.file(path).open()
    var rest: [UInt8] = []
    var place = 0
    var start = 0
    while place < file.count {
      let piece = try file.bytes(at: place, count: min(1 << 20, file.count - place))
      place += piece.count
      rest += piece
      var from = rest.startIndex
      while let end = rest[from...].firstIndex(of: lineFeed) {
        if end > from { try body(rest[from..<end], start) }
        start += end - from + 1
        from = end + 1
      }
      rest.removeSubrange(..<from)
    }
  }
}
