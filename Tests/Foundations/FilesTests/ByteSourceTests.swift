import Foundation
import TestSupport
import Testing

@testable import Files

@Suite struct `Sources of bytes` {
  private let sample: [UInt8] = (0..<1000).map { UInt8(truncatingIfNeeded: $0 * 7) }

  /// Memory that says when nobody holds it any more.
  @safe private final class Owner: @unchecked Sendable {
    let bytes: UnsafeMutableRawBufferPointer
    private let released: @Sendable () -> Void

    init(_ values: [UInt8], released: @escaping @Sendable () -> Void) {
      unsafe bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: values.count, alignment: 1)
      unsafe bytes.copyBytes(from: values)
      self.released = released
    }

    deinit {
      unsafe bytes.deallocate()
      released()
    }
  }

  @Test(arguments: [(0, 1000), (0, 0), (3, 20), (990, 10), (990, 20), (1000, 5), (5000, 5)])
  func `give the same bytes from a file and from memory`(start: Int, count: Int) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(sample, as: "a.bin")
    let expected = Array(sample.dropFirst(start).prefix(count))
    for source in [ByteSource.file(path), .memory(sample, name: "a")] {
      let reader = try source.open()
      #expect(reader.count == sample.count)
      #expect(try reader.bytes(at: start, count: count) == expected)
    }
  }

  @Test func `use adopted memory where it lies, and let it go with the last reader`() throws {
    nonisolated(unsafe) var isReleased = false
    func reader() throws -> ByteReader {
      let owner = Owner(sample) { unsafe isReleased = true }
      let source = unsafe ByteSource.memory(
        adopting: UnsafeRawBufferPointer(owner.bytes), owner: owner, name: "theirs")
      unsafe owner.bytes[1] = 99
      return try source.open()
    }
    var open: ByteReader? = try reader()
    #expect(try open?.bytes(at: 0, count: 3) == [sample[0], 99, sample[2]])
    #expect(unsafe !isReleased)
    open = nil
    #expect(unsafe isReleased)
  }

  @Test func `name what cannot be opened`() throws {
    let folder = try TemporaryFolder()
    #expect(ByteSource.file("x").path == "x" && ByteSource.memory([], name: "x").path == nil)
    let missing = #expect(throws: FileReadingError.self) {
      try ByteSource.file(folder.path + "/none").open()
    }
    #expect(missing?.isMissing == true)
    #expect(throws: FileReadingError.notAFile) { try ByteSource.file(folder.path).open() }
  }

  @Test func `have names of any bytes, and files of such names are written whole`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/" + FileNameText.text([0x6D, 0xE9, 0x64])
    for bytes in [sample, Array(sample.reversed())] {
      try writeFile(bytes, to: path)
      #expect(try ByteSource.file(path).open().bytes(at: 0, count: 2000) == bytes)
    }
    let staged = try StagedFiles(in: path + "-folder")
    try writeFile(sample, to: staged.path(of: "a"))
    try StagedFiles.commit([.init(staged)])
    #expect(try ByteSource.file(path + "-folder/a").open().count == sample.count)
    // FileManager cannot remove such names.
    for name in [path, path + "-folder/a"] { systemRemove(name) }
    systemRemoveFolder(path + "-folder")
  }
}
