import Foundation
import TestSupport
import Testing

@testable import Files

@Suite struct `Reading ahead` {
  /// A file of a megabyte that is on the disk only, where its file system has one.
  private func coldFile(_ name: String, in folder: TemporaryFolder) throws -> ByteSource {
    let path = try folder.write([UInt8](repeating: 5, count: 1 << 20), as: name)
    let descriptor = unsafe open(path, O_RDONLY)
    defer { close(descriptor) }
    #expect(descriptor >= 0 && fsync(descriptor) == 0)
    #expect(posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED) == 0)
    return .file(path)
  }

  private func isThere(_ source: ByteSource, at place: Int = (1 << 20) - 1) throws -> Bool {
    let file = try source.open()
    for _ in 0..<500 where file.wouldWait(at: place) { usleep(10_000) }
    return !file.wouldWait(at: place)
  }

  @Test func `brings what is expected into memory`() throws {
    let folder = try TemporaryFolder()
    let source = try coldFile("a", in: folder)
    let file = try source.open()
    file.expect(0..<file.count)
    #expect(try isThere(source))
    #expect(try file.bytes(at: 1000, count: 3) == [5, 5, 5])
  }

  @Test func `goes on with the files behind the one that is waited for`() throws {
    let folder = try TemporaryFolder()
    let sources = try (0..<30).map { try coldFile("\($0)", in: folder) }
    let first = try sources[8].open()
    let isCold = first.wouldWait(at: 1000)
    let ahead = ReadingAhead(sources.count) { .init(sources[$0], 0..<Int.max) }
    ahead.goOn(from: 8, first)
    for source in sources[8..<25] { #expect(try isThere(source)) }
    // Not those before it, nor more than there is room for.
    if isCold {
      for source in [sources[7], sources[25]] { #expect(try source.open().wouldWait(at: 1000)) }
    }
  }

  @Test func `leaves files alone that are in memory, and what is none`() throws {
    let folder = try TemporaryFolder()
    let warm = try ByteSource.file(folder.write([1, 2, 3], as: "warm"))
    let cold = try coldFile("cold", in: folder)
    let isCold = try cold.open().wouldWait(at: 0)
    let memory = ByteSource.memory([4, 5], name: "m")
    for first in [warm, memory] {
      let ahead = ReadingAhead(2) { .init([first, cold][$0], 0..<Int.max) }
      ahead.goOn(from: 0, try first.open())
      #expect(try cold.open().wouldWait(at: 0) == isCold)
    }
    // What cannot be opened is left to those who read it.
    let ahead = ReadingAhead(3) { .init([cold, .file("/nowhere"), memory][$0], 0..<Int.max) }
    ahead.goOn(from: 0, try cold.open())
    #expect(try isThere(cold))
  }

  @Test(arguments: [-1, 3, Int.max])
  func `has nothing to wait for where there are no bytes`(place: Int) throws {
    let folder = try TemporaryFolder()
    let file = try ByteSource.file(folder.write([1, 2, 3], as: "a")).open()
    #expect(!file.wouldWait(at: place))
    file.expect(place..<place)
    file.expect(min(place, 5)..<Int.max)
  }
}
