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
    return text.withUTF8 { bytes in
      var done = 0
      while done < bytes.count, let start = bytes.baseAddress {
        // SAFETY: what is written lies within the text.
        let count = unsafe systemWrite(rawValue, start: start + done, count: bytes.count - done)
        if count >= 0 {
          done += count
        } else if errno != EINTR {
          return false
        }
      }
      return true
    }
  }

  /// Whether a person at a terminal reads it.
  package var isTerminal: Bool { isatty(rawValue) == 1 }
}

private func systemWrite(_ file: Int32, start: UnsafePointer<UInt8>, count: Int) -> Int {
  // SAFETY: the caller grants `count` bytes from `start`.
  unsafe write(file, start, count)
}
