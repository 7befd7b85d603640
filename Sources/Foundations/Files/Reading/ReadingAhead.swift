import Locks

/// Has the system read the files that come next, once one of many had to be waited for.
///
/// A disk is given work for several files at once, which most are quicker with. Files that are in memory
/// cost next to nothing. Nothing depends on it but time.
package final class ReadingAhead: Sendable {
  /// What is asked of the system in advance, in bytes and in files.
  private static let mostBytes = 16 << 20
  private static let mostFiles = 64

  /// As long as nobody had to wait, one in so many files is looked at.
  private static let looksApart = 8

  private struct State {
    /// The first file that was not asked for.
    var next = 0
    var hasWaited = false
  }

  private let count: Int
  private let piece: @Sendable (Int) -> Piece
  private let state = Locked(State())

  /// What will be read of a file.
  package struct Piece: Sendable {
    let source: ByteSource
    let range: Range<Int>

    /// Bytes of a source; what lies behind its end does not count.
    package init(_ source: ByteSource, _ range: Range<Int>) {
      self.source = source
      self.range = range
    }
  }

  /// Creates what reads ahead of those who take one file after the other.
  ///
  /// - Parameters:
  ///   - count: The number of files.
  ///   - piece: What will be read of each.
  package init(_ count: Int, piece: @escaping @Sendable (Int) -> Piece) {
    self.count = count
    self.piece = piece
  }

  /// Takes notice of a file that is read next, and asks for those after it if it is time to.
  ///
  /// - Parameters:
  ///   - index: The number of the file.
  ///   - file: The file, open.
  package func goOn(from index: Int, _ file: ByteReader) {
    let range = piece(index).range.clamped(to: 0..<file.count)
    guard !range.isEmpty else { return }
    let files = min(max(1, Self.mostBytes / range.count), Self.mostFiles)
    let hasWaited = state.withLock { $0.hasWaited }
    guard hasWaited || index % Self.looksApart == 0 && file.wouldWait(at: range.upperBound - 1)
    else { return }
    for item in wanted(from: index, to: min(index + 1 + files, count)) {
      let next = piece(item)
      let file = item == index ? file : try? next.source.open()
      file?.expect(next.range)
    }
  }

  /// Which of so many files nobody has asked for.
  private func wanted(from index: Int, to end: Int) -> Range<Int> {
    state.withLock { state in
      state.hasWaited = true
      let first = max(state.next, index)
      state.next = max(first, end)
      return first..<state.next
    }
  }
}
