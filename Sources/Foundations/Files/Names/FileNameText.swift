/// The names of files as text from which their bytes can be had back.
///
/// A name on Linux is any bytes; old archives and discs hold names that are no UTF-8. A byte b of
/// such a name is kept as the private character U+F700 + b, and a private character of that
/// range that really is part of a name is kept byte for byte in the same way. What is read from
/// a folder or the command line can therefore always be opened.
public enum FileNameText {
  /// The characters that stand for single bytes, 80…FF.
  private static let escapes: ClosedRange<UInt32> = 0xF780...0xF7FF

  /// The text of a name's bytes.
  public static func text(_ bytes: [UInt8]) -> String {
    if let text = String(validating: bytes, as: UTF8.self), !holdsEscapes(text) { return text }
    var text = String.UnicodeScalarView()
    var rest = bytes[...]
    while let byte = rest.first {
      let found = character(at: rest)
      text.append(found?.scalar ?? Unicode.Scalar(UInt16(0xF700) + UInt16(byte)) ?? "?")
      rest = rest.dropFirst(found?.count ?? 1)
    }
    return String(text)
  }

  /// The text of a name that ends with a zero.
  ///
  /// - Precondition: The bytes up to the zero may be read.
  @unsafe package static func text(cString start: UnsafePointer<UInt8>) -> String {
    var length = 0
    while unsafe start[length] != 0 { length += 1 }
    return unsafe text(Array(UnsafeBufferPointer(start: start, count: length)))
  }

  /// The bytes of a name.
  public static func bytes(_ text: String) -> [UInt8] {
    guard holdsEscapes(text) else { return Array(text.utf8) }
    return text.unicodeScalars.flatMap { scalar in
      escapes.contains(scalar.value)
        ? [UInt8(truncatingIfNeeded: scalar.value)] : Array(String(scalar).utf8)
    }
  }

  /// The text as people should see it, on one line: bytes of names that are no UTF-8 as `\\xE9`,
  /// and whatever could steer a terminal, begin a line or turn the direction of writing in words.
  ///
  /// Every text of a file or of its name goes through this before it reaches a terminal, a log or
  /// a page.
  public static func printable(_ text: String) -> String {
    spelled(text, keepingLineFeeds: false)
  }

  /// The same for a text of several lines, whose line feeds stay.
  public static func printable(lines text: String) -> String {
    spelled(text, keepingLineFeeds: true)
  }

  private static func spelled(_ text: String, keepingLineFeeds: Bool) -> String {
    let isPlain = text.utf8.allSatisfy {
      $0 >= 0x20 && $0 < 0x7F || keepingLineFeeds && $0 == 0x0A
    }
    guard !isPlain else { return text }
    var spelled = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if keepingLineFeeds, scalar == "\n" {
        spelled.append(scalar)
      } else if let words = spelling(of: scalar) {
        spelled.append(contentsOf: words.unicodeScalars)
      } else {
        spelled.append(scalar)
      }
    }
    return String(spelled)
  }

  /// Whether a character steers a terminal, begins a line, turns the direction of writing, is never
  /// seen, or stands for a byte that is no text: it is written in words or as an escape wherever a
  /// text of a file is shown.
  ///
  /// This is the one list: terminals, logs, JSON, pages and names of files go by it.
  public static func isSteering(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    // C0, delete and C1 controls.
    case 0x00...0x1F, 0x7F...0x9F: true
    // Marks of direction; separators of lines and paragraphs; embeddings, overrides, isolates.
    case 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    // Shapes of digits that nobody sees, byte order marks, annotations, tags.
    case 0x206A...0x206F, 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE007F: true
    default: escapes.contains(scalar.value)
    }
  }

  /// What is written instead of a character; nil if it may stand as it is.
  private static func spelling(of scalar: Unicode.Scalar) -> String? {
    func digits(_ value: UInt32) -> String { String(value, radix: 16, uppercase: true) }
    guard isSteering(scalar) else { return nil }
    switch scalar.value {
    case escapes: return "\\x" + digits(scalar.value - 0xF700)
    case 0x09: return "\\t"
    case 0x0A: return "\\n"
    case 0x0D: return "\\r"
    case 0x00...0x0F: return "\\x0" + digits(scalar.value)
    case 0x10...0x1F, 0x7F: return "\\x" + digits(scalar.value)
    default: return "\\u{" + digits(scalar.value) + "}"
    }
  }

  private static func holdsEscapes(_ text: String) -> Bool {
    // In UTF-8 all of them begin with the byte EF, which few names hold.
    text.utf8.contains(0xEF) && text.unicodeScalars.contains { escapes.contains($0.value) }
  }

  /// The character that a name goes on with; nil if its bytes are to be kept one by one.
  private static func character(
    at bytes: ArraySlice<UInt8>
  ) -> (scalar: Unicode.Scalar, count: Int)? {
    for count in 1...4 where count <= bytes.count {
      guard let text = String(validating: bytes.prefix(count), as: UTF8.self),
        let scalar = text.unicodeScalars.first
      else { continue }
      return escapes.contains(scalar.value) ? nil : (scalar, count)
    }
    return nil
  }
}

extension FileNameText {
  /// Calls `body` with a name as the system wants it: its bytes and a zero.
  package static func withPath<Result>(
    _ text: String, body: (UnsafePointer<CChar>) -> Result
  ) -> Result {
    guard holdsEscapes(text) else { return unsafe text.withCString { unsafe body($0) } }
    let name = bytes(text) + [0]
    return unsafe name.withUnsafeBytes { bytes in
      // SAFETY: a name ends with a zero, and the bytes are there for the time of the call.
      unsafe bytes.withMemoryRebound(to: CChar.self) { name in
        guard let start = name.baseAddress else { preconditionFailure("a name has a byte") }
        return unsafe body(start)
      }
    }
  }
}
