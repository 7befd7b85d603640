import Locks
import TestSupport
import Testing

@testable import Files

@Suite struct `Byte sinks` {
  /// What a function got, in its pieces.
  private final class Received: Sendable {
    let pieces = Locked<[[UInt8]]>([])

    var sink: ByteSink {
      .function(name: "upload") { bytes in self.pieces.withLock { $0.append(bytes) } }
    }
  }

  private struct Refused: Error, Equatable {}

  private func write(_ pieces: [[UInt8]], to sink: ByteSink) throws {
    var writer = try sink.open()
    for piece in pieces { try writer.write(piece) }
    try writer.finish()
  }

  @Test func `get the same bytes whatever is behind them`() throws {
    var random = SeededRandom(11)
    let pieces = (0..<20).map { _ in
      (0..<Int.random(in: 0...900, using: &random)).map { _ in
        UInt8.random(in: 0...255, using: &random)
      }
    }
    let folder = try TemporaryFolder()
    let memory = CollectedBytes()
    let received = Received()

    try write(pieces, to: .file(folder.path("a")))
    try write(pieces, to: .memory(memory, name: "a"))
    try write(pieces, to: received.sink)

    let expected = pieces.flatMap(\.self)
    #expect(try folder.bytes("a") == expected)
    #expect(memory.bytes == expected)
    #expect(received.pieces.withLock { $0 } == pieces.filter { !$0.isEmpty })
  }

  @Test func `show memory whole or not at all`() throws {
    let memory = CollectedBytes([1, 2])
    do {
      var writer = try ByteSink.memory(memory, name: "m").open()
      try writer.write([3])
      #expect(memory.bytes == [1, 2])
    }
    #expect(memory.bytes == [1, 2])
    try ByteSink.memory(memory, name: "m").write([3, 4])
    #expect(memory.bytes == [3, 4])
  }

  @Test func `can go back in files and memory only`() throws {
    let folder = try TemporaryFolder()
    let memory = CollectedBytes()
    for sink in [ByteSink.file(folder.path("a")), .memory(memory, name: "m")] {
      var writer = try sink.open()
      let canSeek = writer.canSeek
      #expect(canSeek)
      try writer.write([0, 0, 7, 8])
      try writer.overwrite([5, 6])
      try writer.finish()
    }
    #expect(try folder.bytes("a") == [5, 6, 7, 8])
    #expect(memory.bytes == [5, 6, 7, 8])
    for sink in [Received().sink, .file("/dev/null")] {
      let writer = try sink.open()
      let canSeek = writer.canSeek || writer.isFile
      try writer.finish()
      #expect(!canSeek)
    }
  }

  @Test func `hand on what their function throws`() {
    let sink = ByteSink.function(name: "upload") { _ in throw Refused() }
    #expect(throws: Refused()) { try sink.write([1]) }
  }

  @Test func `say why no file can be made`() {
    #expect(
      throws: FileWritingError(
        .cannotCreate, reason: .folderMissing("/nowhere"), path: "/nowhere/a")
    ) {
      _ = try ByteSink.file("/nowhere/a").open()
    }
  }

  @Test func `know standard output by its name`() {
    #expect(ByteSink.standardOutput.name == "/dev/stdout")
    #expect(ByteSink.standardOutput.path == nil)
    #expect(ByteSink.file("a").path == "a")
  }
}
