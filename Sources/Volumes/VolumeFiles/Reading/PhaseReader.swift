public import VolumeModel
public import WorkScheduling

/// Reads the phases of a file one at a time; in ascending order a compressed file is unpacked once.
///
/// One thread at a time may use it.
public final class PhaseReader: @unchecked Sendable {
  private let file: VolumeFile
  private let reader: VolumeFileReader
  private var stream: (any VoxelStream)?

  /// Begins at the first phase.
  public init(_ file: VolumeFile, reader: VolumeFileReader) {
    self.file = file
    self.reader = reader
  }

  /// Reads a phase.
  ///
  /// - Parameters:
  ///   - phase: Its number, from 0.
  ///   - context: What the call may use. A compressed file is unpacked on by the workers of the call
  ///     that began it.
  /// - Returns: The volume of the phase.
  /// - Throws: ``VolumeFileError``, `OutOfMemory`, `WorkCancelled`.
  public func volume(
    _ phase: Int, context: WorkContext = WorkContext()
  ) throws -> Volume {
    try file.check([phase])
    guard file.layout == .volumes else {
      return try reader.read(file, phases: [phase], context: context)[0]
    }
    let place = try reader.placement(of: file, phases: 1, context: context)
    let context = place.context
    let start = file.geometry.dimensions.voxelCount * phase * file.voxelType.size
    if stream == nil || stream?.position ?? 0 > start { stream = try file.stream(context) }
    return try VoxelFilling(
      file: file, context: context, integers: place.integers, stream: stream
    ).volumes([phase])[0]
  }
}
