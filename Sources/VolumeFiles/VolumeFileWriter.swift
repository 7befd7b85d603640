import FileWriting
public import VolumeModel
public import WorkScheduling

/// Writes values in space as files that say where they lie.
///
/// Every file is written beside its final name and renamed when it is complete. The same values
/// give the same bytes, whatever the number of workers.
public struct VolumeFileWriter: Sendable {
  /// What stands for voxels without a measured value.
  public var padding: PaddingPolicy
  /// The workers, used for compression.
  public var scheduler: WorkScheduler

  /// Creates a writer.
  ///
  /// - Parameters:
  ///   - padding: What stands for voxels without a measured value.
  ///   - scheduler: The workers.
  public init(padding: PaddingPolicy = .keep, scheduler: WorkScheduler = WorkScheduler()) {
    (self.padding, self.scheduler) = (padding, scheduler)
  }

  /// Writes a volume.
  ///
  /// - Parameters:
  ///   - volume: The volume; its slices must be evenly spaced.
  ///   - path: The file.
  ///   - format: The kind of file; nil takes the one that the extension names.
  /// - Throws: ``VolumeFileError``, `FileWritingError`, `WorkCancelled`.
  public func write(
    _ volume: Volume, to path: String, as format: VolumeFileFormat? = nil
  ) throws {
    try write(phases: [volume], to: path, as: format)
  }

  /// Writes volumes of one geometry as the phases of one array with four axes; a single one has
  /// three.
  ///
  /// - Parameters:
  ///   - volumes: The phases in order; their slices must be evenly spaced.
  ///   - path: The file.
  ///   - format: The kind of file; nil takes the one that the extension names.
  /// - Throws: ``VolumeFileError``, `FileWritingError`, `WorkCancelled`.
  public func write(
    phases volumes: [Volume], to path: String, as format: VolumeFileFormat? = nil
  ) throws {
    let format = try format ?? VolumeFileFormat(fileName: path)
    try write(ValueArray(phases: volumes, path: path), to: path, as: format)
  }

  /// Writes parallel, evenly spaced planes as the slices of one array; a single plane has two
  /// axes where the format allows.
  ///
  /// - Parameters:
  ///   - planes: The planes in order.
  ///   - attributes: What is known of their volume.
  ///   - path: The file.
  ///   - format: The kind of file; nil takes the one that the extension names.
  /// - Throws: ``VolumeFileError``, `FileWritingError`, `WorkCancelled`.
  public func write(
    planes: [PlaneImage], attributes: VolumeAttributes = VolumeAttributes(), to path: String,
    as format: VolumeFileFormat? = nil
  ) throws {
    let format = try format ?? VolumeFileFormat(fileName: path)
    let array = try ValueArray(planes: planes, attributes: attributes, path: path)
    try write(array, to: path, as: format)
  }

  private func write(
    _ array: ValueArray, to path: String, as format: VolumeFileFormat
  ) throws {
    switch format {
    case .npy: try writeNPY(array, to: path)
    case .nifti: try writePlain(NIfTIHeader(describing: array).encoded(), array, to: path)
    case .niftiGzip: try writeGzip(NIfTIHeader(describing: array).encoded(), array, to: path)
    }
  }

  /// Writes a header and the values behind it.
  private func writePlain(_ header: [UInt8], _ array: ValueArray, to path: String) throws {
    var file = try OutputFile(at: path)
    try file.write(header)
    try append(array, to: &file)
    try file.finish()
  }

  func append(_ array: ValueArray, to file: inout OutputFile) throws {
    for piece in array.pieces {
      try scheduler.cancellation.check()
      try unsafe array.withBytes(of: piece, padding: padding) { try unsafe file.write($0) }
    }
  }
}
