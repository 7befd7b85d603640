import Files
import Geometry
import Locks
import TestSupport
import Testing
import VolumeModel

@testable import VolumeFiles

@Suite struct `Volume files in memory and streams` {
  private static let encodings = [
    VoxelEncoding(), VoxelEncoding(isCompressed: true), VoxelEncoding(type: .int16, isScaled: true),
  ]

  /// Every format with every encoding that it takes.
  private static let cases: [(VolumeFileFormat, VoxelEncoding)] = VolumeFileFormat.allCases.flatMap
  {
    format in
    encodings.filter { encoding in
      let capabilities = format.capabilities
      return capabilities.isWritten && capabilities.writing != .folder
        && (!encoding.isCompressed || capabilities.compression == .optional)
        && (!encoding.isScaled || capabilities.holdsScale)
    }.map { (format, $0) }
  }

  private let volume: Volume

  init() throws { volume = try Samples.volume(Samples.oblique) }

  @Test(arguments: cases)
  func `hold the bytes of the file, or say why not`(
    format: VolumeFileFormat, encoding: VoxelEncoding
  ) throws {
    let folder = try TemporaryFolder()
    let name = "a" + format.extensions[0]
    let writer = VolumeFileWriter(encoding: encoding)
    try writer.write(volume, to: ByteSink.file(folder.path(name)))
    let expected = try folder.bytes(name)

    let memory = CollectedBytes()
    let sink = ByteSink.memory(memory, name: name)
    if format.capabilities.writing == .twoFiles {
      #expect(throws: VolumeFileError(.needsTwoFiles, path: name)) {
        try writer.write(volume, to: sink)
      }
      #expect(memory.bytes.isEmpty)
    } else {
      try writer.write(volume, to: sink)
      #expect(memory.bytes == expected)
    }

    let received = Locked<[UInt8]>([])
    let stream = ByteSink.function(name: name) { bytes in received.withLock { $0 += bytes } }
    if format.capabilities.isWrittenInOneGo(compressed: encoding.isCompressed) {
      try writer.write(volume, to: stream)
      #expect(received.withLock { $0 } == expected)
    } else {
      let reason: VolumeFileError.Reason =
        format.capabilities.writing == .twoFiles ? .needsTwoFiles : .needsSeeking
      #expect(throws: VolumeFileError(reason, path: name)) { try writer.write(volume, to: stream) }
      #expect(received.withLock { $0.isEmpty })
    }
  }

  @Test func `are read back from memory as they were written`() throws {
    let memory = CollectedBytes()
    try VolumeFileWriter().write(volume, to: .memory(memory, name: "a.nrrd"))
    let read = try VolumeFileReader().read(.memory(memory.bytes, name: "a.nrrd"))
    #expect(read.map(Samples.values) == [Samples.values(volume)])
    #expect(
      Samples.difference(read[0].geometry.voxelToPatient, volume.geometry.voxelToPatient) == 0)
  }

  @Test func `may be planes and phases, too`() throws {
    let folder = try TemporaryFolder()
    let memory = CollectedBytes()
    let planes = Samples.planes(4)
    try VolumeFileWriter().write(planes: planes, to: folder.path("a.nii.gz"))
    try VolumeFileWriter().write(planes: planes, to: .memory(memory, name: "a.nii.gz"))
    #expect(try folder.bytes("a.nii.gz") == memory.bytes)
    try VolumeFileWriter().write(phases: [volume, volume], to: folder.path("b.npz"))
    try VolumeFileWriter().write(phases: [volume, volume], to: .memory(memory, name: "b.npz"))
    #expect(try folder.bytes("b.npz") == memory.bytes)
  }
}
