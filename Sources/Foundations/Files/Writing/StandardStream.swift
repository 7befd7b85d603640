#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A stream that a process is born with.
package enum StandardStream: Int32 {
  case output = 1
  case error = 2

  /// Writes a whole text; false if that is not possible any more.
  package func write(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { unsafe writeAll(UnsafeRawBufferPointer($0), to: rawValue) == 0 }
  }

  /// Whether a person at a terminal reads it.
  package var isTerminal: Bool { isatty(rawValue) == 1 }
}
