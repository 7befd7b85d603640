import Compression
public import Files
public import VolumeModel
public import WorkScheduling

/// Writes values in space as files that say where they lie.
///
/// Every file is written beside its final name and renamed when it is complete. The same values
/// give the same bytes, whatever the number of workers.
public struct VolumeFileWriter: Sendable {
  /// What stands for voxels without a measured value.
  public var padding: PaddingPolicy
  /// How voxels are stored.
  public var encoding: VoxelEncoding

  /// Creates a writer.
  ///
  /// - Parameters:
  ///   - padding: What stands for voxels without a measured value.
  ///   - encoding: How voxels are stored; plain floats by default.
  public init(padding: PaddingPolicy = .keep, encoding: VoxelEncoding = VoxelEncoding()) {
    self.padding = padding
    self.encoding = encoding
  }

  /// The bytes that values take at the most between an array and its file.
  ///
  /// - Parameter workers: How many pieces are made at a time.
  /// - Returns: Bytes for any format that is one file.
  public static func memoryNeeded(workers: Int) -> Int {
    VoxelBytes.workingBytes(workers: workers)
  }

  /// The bytes that a volume takes at the most between an array and its file or folder.
  ///
  /// - Parameters:
  ///   - geometry: Where the volume lies.
  ///   - type: How voxels are stored.
  ///   - format: The kind of file.
  ///   - workers: How many pieces are made at a time.
  /// - Returns: Bytes.
  public static func memoryNeeded(
    for geometry: GridGeometry, as type: VoxelType, in format: VolumeFileFormat, workers: Int
  ) -> Int {
    let pieces = memoryNeeded(workers: workers)
    guard format == .omeZarr else { return pieces }
    return pieces + OMEZarrChunking.workingBytes(of: geometry, type: type, workers: workers)
  }

  /// Writes a volume.
  ///
  /// - Parameters:
  ///   - volume: The volume; its slices must be evenly spaced.
  ///   - path: The file.
  ///   - format: The kind of file; nil takes the one that the extension names.
  ///   - context: What the call may use.
  /// - Throws: ``VolumeFileError``, `FileWritingError`, `WorkCancelled`.
  public func write(
    _ volume: Volume, to path: String, as format: VolumeFileFormat? = nil,
    context: WorkContext = WorkContext()
  ) throws {
    try write(volume, to: ByteSink.file(path), as: format, context: context)
  }

  /// Writes a volume into a sink.
  ///
  /// - Parameters:
  ///   - volume: The volume; its slices must be evenly spaced.
  ///   - sink: Where the bytes go; an ordinary file for formats that need two files
  ///     (``VolumeFileFormat/capabilities``).
  ///   - format: The kind of file; nil takes the one that the extension of the sink's name names.
  ///   - context: What the call may use.
  /// - Throws: ``VolumeFileError``, `FileWritingError`, `WorkCancelled`, what the sink's
  ///   function throws.
  public func write(
    _ volume: Volume, to sink: ByteSink, as format: VolumeFileFormat? = nil,
    context: WorkContext = WorkContext()
  ) throws {
    try write(phases: [volume], to: sink, as: format, context: context)
  }

  /// Writes volumes of one geometry as the phases of one array with four axes; a single one has
  /// three.
  ///
  /// - Parameters:
  ///   - volumes: The phases in order; their slices must be evenly spaced.
  ///   - path: The file.
  ///   - format: The kind of file; nil takes the one that the extension names.
  ///   - context: What the call may use.
  /// - Throws: ``VolumeFileError``, `FileWritingError`, `WorkCancelled`.
  public func write(
    phases volumes: [Volume], to path: String, as format: VolumeFileFormat? = nil,
    context: WorkContext = WorkContext()
  ) throws {
    try write(phases: volumes, to: ByteSink.file(path), as: format, context: context)
  }

  /// Writes volumes of one geometry as the phases of one array into a sink.
  ///
  /// - Parameters:
  ///   - volumes: The phases in order; their slices must be evenly spaced.
  ///   - sink: Where the bytes go; an ordinary file for formats that need two files
  ///     (``VolumeFileFormat/capabilities``).
  ///   - format: The kind of file; nil takes the one that the extension of the sink's name names.
  ///   - context: What the call may use.
  /// - Throws: ``VolumeFileError``, `FileWritingError`, `WorkCancelled`, what the sink's
  ///   function throws.
  public func write(
    phases volumes: [Volume], to sink: ByteSink, as format: VolumeFileFormat? = nil,
    context: WorkContext = WorkContext()
  ) throws {
    try write(
      ValueArray(phases: volumes, path: sink.name), to: sink, as: format, context: context)
  }

  /// Writes volumes of one geometry that are made one after the other, so that one at a time is
  /// in memory.
  ///
  /// - Parameters:
  ///   - count: How many phases there are.
  ///   - geometry: Where all of them lie; their slices must be evenly spaced.
  ///   - attributes: What else is known of them.
  ///   - path: The file.
  ///   - format: The kind of file; nil takes the one that the extension names.
  ///   - context: What the call may use.
  ///   - volume: Makes the volume of a phase; called in ascending order, more than once where
  ///     the values must be known before the header.
  /// - Throws: ``VolumeFileError``, `FileWritingError`, `WorkCancelled`, what `volume` throws.
  public func write(
    phases count: Int, geometry: GridGeometry, attributes: VolumeAttributes, to path: String,
    as format: VolumeFileFormat? = nil, context: WorkContext = WorkContext(),
    volume: @escaping @Sendable (Int) throws -> Volume
  ) throws {
    try write(
      phases: count, geometry: geometry, attributes: attributes, to: ByteSink.file(path),
      as: format, context: context,
      volume: volume)
  }

  /// Writes volumes of one geometry that are made one after the other into a sink.
  ///
  /// - Parameters:
  ///   - count: How many phases there are.
  ///   - geometry: Where all of them lie; their slices must be evenly spaced.
  ///   - attributes: What else is known of them.
  ///   - sink: Where the bytes go; an ordinary file for formats that need two files
  ///     (``VolumeFileFormat/capabilities``).
  ///   - format: The kind of file; nil takes the one that the extension of the sink's name names.
  ///   - context: What the call may use.
  ///   - volume: Makes the volume of a phase; called in ascending order, more than once where
  ///     the values must be known before the header.
  /// - Throws: ``VolumeFileError``, `FileWritingError`, `WorkCancelled`, what `volume` and the
  ///   sink's function throw.
  public func write(
    phases count: Int, geometry: GridGeometry, attributes: VolumeAttributes,
    to sink: ByteSink, as format: VolumeFileFormat? = nil, context: WorkContext = WorkContext(),
    volume: @escaping @Sendable (Int) throws -> Volume
  ) throws {
    try write(
      ValueArray(geometry, attributes: attributes, phases: count, path: sink.name, volume: volume),
      to: sink,
      as: format, context: context)
  }

  /// Writes parallel, evenly spaced planes as the slices of one array; a single plane has two
  /// axes where the format allows.
  ///
  /// - Parameters:
  ///   - planes: The planes in order.
  ///   - attributes: What is known of their volume.
  ///   - path: The file.
  ///   - format: The kind of file; nil takes the one that the extension names.
  ///   - context: What the call may use.
  /// - Throws: ``VolumeFileError``, `FileWritingError`, `WorkCancelled`.
  public func write(
    planes: [PlaneImage], attributes: VolumeAttributes = VolumeAttributes(), to path: String,
    as format: VolumeFileFormat? = nil, context: WorkContext = WorkContext()
  ) throws {
    try write(
      planes: planes, attributes: attributes, to: ByteSink.file(path), as: format,
      context: context)
  }

  /// Writes parallel, evenly spaced planes as the slices of one array into a sink.
  ///
  /// - Parameters:
  ///   - planes: The planes in order.
  ///   - attributes: What is known of their volume.
  ///   - sink: Where the bytes go; an ordinary file for formats that need two files
  ///     (``VolumeFileFormat/capabilities``).
  ///   - format: The kind of file; nil takes the one that the extension of the sink's name names.
  ///   - context: What the call may use.
  /// - Throws: ``VolumeFileError``, `FileWritingError`, `WorkCancelled`, what the sink's
  ///   function throws.
  public func write(
    planes: [PlaneImage], attributes: VolumeAttributes = VolumeAttributes(), to sink: ByteSink,
    as format: VolumeFileFormat? = nil, context: WorkContext = WorkContext()
  ) throws {
    try write(
      ValueArray(planes: planes, attributes: attributes, path: sink.name), to: sink, as: format,
      context: context)
  }

  /// Writes parallel, evenly spaced planes that are made one after the other, so that few at a time
  /// are in memory; a single plane has two axes where the format allows.
  ///
  /// - Parameters:
  ///   - geometries: Where the planes lie, in order.
  ///   - attributes: What is known of their volume.
  ///   - sink: Where the bytes go; an ordinary file for formats that need two files
  ///     (``VolumeFileFormat/capabilities``).
  ///   - format: The kind of file; nil takes the one that the extension of the sink's name names.
  ///   - context: What the call may use.
  ///   - plane: Makes the plane of a number, which lies where its geometry says; called in
  ///     ascending order, more than once where the values must be known before the header.
  /// - Throws: ``VolumeFileError``, `FileWritingError`, `WorkCancelled`, what `plane` and the
  ///   sink's function throw.
  public func write(
    planes geometries: [PlaneGeometry], attributes: VolumeAttributes = VolumeAttributes(),
    to sink: ByteSink, as format: VolumeFileFormat? = nil, context: WorkContext = WorkContext(),
    plane: @escaping @Sendable (Int) throws -> PlaneImage
  ) throws {
    try write(
      ValueArray(planes: geometries, attributes: attributes, path: sink.name, plane: plane),
      to: sink, as: format, context: context)
  }

  private func write(
    _ array: ValueArray, to sink: ByteSink, as format: VolumeFileFormat?, context: WorkContext
  ) throws {
    let format = try format ?? VolumeFileFormat(fileName: sink.name)
    try check(format, for: array)
    let array = encoding.namesSeries ? array : array.anonymous
    let bytes = try voxelBytes(array, context: context)
    switch format {
    case .npy: try writeNPY(bytes, to: sink)
    case .npz: try writeNPZ(bytes, to: sink)
    case .nifti: try writePlain(niftiHeader(bytes), voxels: bytes, to: sink)
    case .niftiGzip:
      try writeCompressed(
        [], packedHeader: niftiHeader(bytes), voxels: bytes, format: .gzip, to: sink)
    case .nrrd: try writeNRRD(bytes, to: sink)
    case .nrrdHeader: try writeDetachedNRRD(bytes, to: sink)
    case .metaImage: try writeMetaImage(bytes, to: sink)
    case .metaImageHeader: try writeDetachedMetaImage(bytes, to: sink)
    case .omeZarr: try writeOMEZarr(bytes, to: sink)
    case .niftiPair: throw VolumeFileError(.readOnly, path: sink.name)
    }
  }

  /// Refuses what the format cannot say.
  private func check(_ format: VolumeFileFormat, for array: ValueArray) throws(VolumeFileError) {
    let capabilities = format.capabilities
    if !capabilities.isWritten { throw VolumeFileError(.readOnly, path: array.path) }
    if encoding.isScaled, !capabilities.holdsScale || encoding.type.scalableRange == nil {
      throw VolumeFileError(.notScalable(encoding.type), path: array.path)
    }
    if encoding.isCompressed, capabilities.compression != .optional {
      throw VolumeFileError(.notCompressible, path: array.path)
    }
    if !capabilities.holdsShear, !array.isPerpendicular {
      throw VolumeFileError(.sheared, path: array.path)
    }
  }

  private func voxelBytes(_ array: ValueArray, context: WorkContext) throws -> VoxelBytes {
    let plain = VoxelBytes(
      array: array, type: encoding.type, scale: nil, padding: padding, context: context)
    guard encoding.isScaled else { return plain }
    return VoxelBytes(
      array: array, type: encoding.type,
      scale: VoxelScale(try plain.valueRange(), over: encoding.type), padding: padding,
      context: context)
  }

  private func niftiHeader(_ bytes: VoxelBytes) -> [UInt8] {
    NIfTIHeader(describing: bytes, times: encoding.times, phaseName: encoding.phaseName)
      .encoded(note: encoding.note)
  }
}
