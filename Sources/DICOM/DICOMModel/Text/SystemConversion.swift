#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Converts text between UTF-8 and another encoding through the C library's `iconv`.
enum SystemConversion {
  /// The text of some bytes.
  ///
  /// - Parameters:
  ///   - bytes: Whole characters, or what a file has instead.
  ///   - encoding: The encoding's name.
  ///   - length: How many bytes to pass over at a place that has no meaning.
  /// - Returns: The text with U+FFFD where bytes have no meaning; all of it if the system does
  ///   not know the encoding.
  static func text(
    _ bytes: ArraySlice<UInt8>, from encoding: String, length: (ArraySlice<UInt8>) -> Int
  ) -> DecodedText {
    var rest = bytes
    var utf8: [UInt8] = []
    var undecodable = 0
    while !rest.isEmpty {
      let (output, consumed) = converted(rest, from: encoding, to: "UTF-8")
      utf8 += output
      rest = rest.dropFirst(consumed)
      guard !rest.isEmpty else { break }
      undecodable += 1
      utf8 += Array(String(TextEncoding.replacement).utf8)
      rest = rest.dropFirst(max(1, length(rest)))
    }
    return DecodedText(
      string: String(decoding: utf8, as: UTF8.self), undecodableCount: undecodable)
  }

  /// The bytes of a text, with `?` for characters that the encoding lacks.
  static func bytes(_ text: String, to encoding: String) -> [UInt8] {
    text.unicodeScalars.flatMap { scalar -> [UInt8] in
      if scalar.isASCII { return [UInt8(scalar.value)] }
      let source = Array(String(scalar).utf8)
      let (output, consumed) = converted(source[...], from: "UTF-8", to: encoding)
      return consumed == source.count ? output : [UInt8(ascii: "?")]
    }
  }

  /// Converts as far as bytes have a meaning; returns also how many of them that were.
  private static func converted(
    _ bytes: ArraySlice<UInt8>, from source: String, to target: String
  ) -> (output: [UInt8], consumed: Int) {
    let converter = unsafe iconv_open(target, source)
    // iconv_open answers -1 for an encoding that it does not know.
    guard unsafe converter != iconv_t(bitPattern: -1) else { return ([], 0) }
    defer { unsafe iconv_close(converter) }
    var input = bytes.map { CChar(bitPattern: $0) }
    // No character of these encodings takes more than three times its bytes in another.
    var output = [CChar](repeating: 0, count: bytes.count * 4 + 16)
    let inputCount = input.count
    let outputCount = output.count
    var inputLeft = inputCount
    var outputLeft = outputCount
    unsafe input.withUnsafeMutableBufferPointer { input in
      unsafe output.withUnsafeMutableBufferPointer { output in
        // SAFETY: iconv moves both pointers within the counts given and writes only to `output`.
        var from = input.baseAddress
        var to = output.baseAddress
        _ = unsafe iconv(converter, &from, &inputLeft, &to, &outputLeft)
      }
    }
    let written = output.prefix(outputCount - outputLeft).map { UInt8(bitPattern: $0) }
    return (written, inputCount - inputLeft)
  }
}
