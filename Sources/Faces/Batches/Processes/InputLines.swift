#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Lines that come in, as far as they have come.
struct InputLines {
  /// Where they come from.
  let descriptor: Int32
  private var bytes: [UInt8] = []
  private var wholeLines = 0
  /// Whether no more come.
  private(set) var isOver = false

  /// The longest line that is read; who goes on writing is out of its mind.
  private static let longestLine = 64 << 20

  init(from descriptor: Int32) { self.descriptor = descriptor }

  /// Whether no whole line is here.
  var isEmpty: Bool { wholeLines == 0 }

  /// Takes what has come, and waits if nothing has.
  mutating func receive() {
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    // SAFETY: the buffer is as long as is said, and outlives the call.
    let count = unsafe read(descriptor, &piece, piece.count)
    if count > 0 {
      bytes += piece[..<count]
      wholeLines += piece[..<count].count { $0 == lineFeed }
      isOver = isEmpty && bytes.count > Self.longestLine
    } else {
      isOver = count == 0 || errno != EINTR
    }
  }

  /// Waits until a whole line is here, or no more come.
  mutating func awaitOne() { while isEmpty, !isOver { receive() } }

  /// Takes the next line, without its end; nil if none is here.
  mutating func next() -> [UInt8]? {
    guard let end = bytes.firstIndex(of: lineFeed) else { return nil }
    defer { bytes.removeSubrange(...end) }
    wholeLines -= 1
    return Array(bytes[..<end])
  }
}

private let lineFeed = UInt8(ascii: "\n")
