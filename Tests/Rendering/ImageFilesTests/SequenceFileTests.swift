import Files
import ImageFiles
import TestSupport
import Testing
import VolumeModel

@Suite struct `Files of several pictures` {
  private static func frames(_ count: Int) -> [Raster] {
    (0..<count).map { n in
      Raster(
        width: 7, height: 5, samples: .gray8((0..<35).map { UInt8(($0 * 7 + n * 31) & 255) }),
        pixelSize: nil)
    }
  }

  @Test(arguments: [ImageFileFormat.gif, .png, .apng])
  func `hold the same bytes whether they are made in memory or frame by frame`(
    format: ImageFileFormat
  ) throws {
    let folder = try TemporaryFolder()
    let frames = Self.frames(9)
    var memory = try ImageSequence(format, like: frames[0], total: 9, framesPerSecond: 4)
    for frame in frames { try memory.add(frame) }
    let bytes = try memory.finish()
    let file = try SequenceFile(
      at: folder.path("a"), format: format, like: frames[0], total: 9, framesPerSecond: 4)
    for frame in frames { try file.add(frame) }
    #expect(try !folder.names.contains("a"))
    try file.finish()
    #expect(try folder.bytes("a") == bytes)
    #expect(try folder.names == ["a"])
  }

  @Test(arguments: [ImageFileFormat.gif, .png, .apng])
  func `are the same in memory of the caller, which shows them when they are complete`(
    format: ImageFileFormat
  ) throws {
    let folder = try TemporaryFolder()
    let memory = CollectedBytes()
    let frames = Self.frames(5)
    for sink in [ByteSink.file(folder.path("a")), .memory(memory, name: "a")] {
      let file = try SequenceFile(
        to: sink, as: format, like: frames[0], total: 5, framesPerSecond: 4)
      for frame in frames { try file.add(frame) }
      #expect(memory.bytes.isEmpty)
      try file.finish()
    }
    #expect(try folder.bytes("a") == memory.bytes)
  }

  @Test func `by a program that goes back in its file are for files only`() {
    let sink = ByteSink.memory(CollectedBytes(), name: "a.mp4")
    #expect(throws: ImageFileError.needsSeeking(.mp4)) {
      _ = try SequenceFile(
        to: sink, as: .mp4, like: Self.frames(1)[0], total: 1, framesPerSecond: 4)
    }
  }

  @Test func `that are not ended leave nothing`() throws {
    let folder = try TemporaryFolder()
    let frames = Self.frames(2)
    do {
      let file = try SequenceFile(
        at: folder.path("a"), format: .gif, like: frames[0], total: 2, framesPerSecond: 4)
      try file.add(frames[0])
      #expect(file.count == 1)
    }
    #expect(try folder.names.isEmpty)
  }

  @Test func `of one picture are sequences where the format has nothing else`() throws {
    let frame = Self.frames(1)[0]
    let bytes = try frame.encoded(as: ImageEncoding(.apng))
    // acTL with one frame, between the header and the pixels.
    #expect(
      bytes.indices.contains { bytes[$0...].starts(with: Array("acTL".utf8) + [0, 0, 0, 1]) })
    #expect(throws: ImageFileError.needsFrames(.mp4)) { try frame.encoded(as: ImageEncoding(.mp4)) }
    #expect(throws: ImageFileError.noSequence(.jpeg)) {
      _ = try ImageSequence(.jpeg, like: frame, total: 1)
    }
  }
}
