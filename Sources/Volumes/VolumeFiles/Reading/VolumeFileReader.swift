public import Files
import Geometry
public import VolumeModel
public import WorkScheduling

/// Reads volumes from NIfTI-1 and NIfTI-2, NRRD, MetaImage and NumPy files, and OME-Zarr folders.
///
/// Any bytes are legal input: every size is checked against the bytes that are there, and
/// against the limits of the call, before memory is taken.
public struct VolumeFileReader: Sendable {
  /// The distances of columns, rows and slices in mm for an array that does not say them, which
  /// then has no patient frame; nil refuses it.
  public var assumedSpacing: SIMD3<Double>?

  /// Whether the voxels of a header may lie elsewhere than below the header's own folder.
  ///
  /// A header names its data files itself: without this bound one that came from strangers would
  /// make a volume of any file that the process may read. Links are followed before it is judged.
  public var allowsOutsideData: Bool

  /// Whether stored integers may be kept where memory has no room for floats; the values are the same.
  package var mayKeepIntegers = false

  /// Creates a reader.
  ///
  /// - Parameters:
  ///   - assumedSpacing: Spacing in mm for arrays that do not say theirs.
  ///   - allowsOutsideData: Whether headers may name files that do not lie below their folder.
  public init(assumedSpacing: SIMD3<Double>? = nil, allowsOutsideData: Bool = false) {
    self.assumedSpacing = assumedSpacing
    self.allowsOutsideData = allowsOutsideData
  }

  /// Reads the header of a file, and looks whether its voxels can be there.
  ///
  /// NIfTI's place is its sform if its code is not 0, else its qform, else the voxel sizes alone,
  /// without a patient frame.
  ///
  /// - Parameters:
  ///   - path: The file; of a pair, either.
  ///   - format: The kind of file; nil takes the one that the extension names.
  /// - Returns: What is known of the file without its voxels.
  /// - Throws: ``VolumeFileError``.
  public func open(_ path: String, as format: VolumeFileFormat? = nil) throws -> VolumeFile {
    try open(.file(path), as: format)
  }

  /// Reads the header of a file or of bytes in memory, and looks whether its voxels can be there.
  ///
  /// Nothing lies beside bytes in memory: neither the voxels of a header alone nor a side-car.
  ///
  /// - Parameters:
  ///   - source: The bytes.
  ///   - format: The kind of file; nil takes the one that the extension of the name says.
  /// - Returns: What is known of the file without its voxels.
  /// - Throws: ``VolumeFileError``.
  public func open(_ source: ByteSource, as format: VolumeFileFormat? = nil) throws -> VolumeFile {
    let found = format ?? source.path.flatMap(VolumeFileFormat.ofFolder)
    return switch try found ?? VolumeFileFormat(fileName: source.name) {
    case .npy: try openNPY(source)
    case .npz: try openNPZ(source)
    case .nifti: try openNIfTI(source, format: .nifti)
    case .niftiGzip: try openNIfTI(source, format: .niftiGzip)
    case .niftiPair: try openNIfTIPair(source)
    case .nrrd: try openNRRD(source, format: .nrrd)
    case .nrrdHeader: try openNRRD(source, format: .nrrdHeader)
    case .metaImage: try openMetaImage(source, format: .metaImage)
    case .metaImageHeader: try openMetaImage(source, format: .metaImageHeader)
    case .omeZarr: try openOMEZarr(source)
    }
  }

  /// Reads the volumes of a file: one for each phase, all in one geometry.
  ///
  /// Voxels that are NaN or infinite become invalid.
  ///
  /// - Parameters:
  ///   - path: The file; of a pair, either.
  ///   - format: The kind of file; nil takes the one that the extension names.
  ///   - context: What the call may use.
  /// - Returns: At least one volume.
  /// - Throws: ``VolumeFileError``, `OutOfMemory`, `WorkCancelled`.
  public func read(
    _ path: String, as format: VolumeFileFormat? = nil, context: WorkContext = WorkContext()
  ) throws -> [Volume] {
    try read(.file(path), as: format, context: context)
  }

  /// Reads the volumes of a file or of bytes in memory: one for each phase, all in one geometry.
  ///
  /// - Parameters:
  ///   - source: The bytes.
  ///   - format: The kind of file; nil takes the one that the extension of the name says.
  ///   - context: What the call may use.
  /// - Returns: At least one volume.
  /// - Throws: ``VolumeFileError``, `OutOfMemory`, `WorkCancelled`.
  public func read(
    _ source: ByteSource, as format: VolumeFileFormat? = nil, context: WorkContext = WorkContext()
  ) throws -> [Volume] {
    let file = try open(source, as: format)
    return try read(file, phases: Array(0..<file.phases), context: context)
  }

  /// Reads some phases of a file that was opened.
  ///
  /// - Parameters:
  ///   - file: The file.
  ///   - phases: Their numbers, from 0.
  ///   - context: What the call may use; all phases together count as one volume.
  /// - Returns: The volumes in the order of `phases`.
  /// - Throws: ``VolumeFileError``, `OutOfMemory`, `WorkCancelled`.
  public func read(
    _ file: VolumeFile, phases: [Int], context: WorkContext = WorkContext()
  ) throws -> [Volume] {
    try file.check(phases)
    let place = try placement(of: file, phases: phases.count, context: context)
    return try VoxelFilling(
      file: file, context: place.context, integers: place.integers,
      stream: file.stream(place.context)
    ).volumes(phases)
  }

  /// The files that a header names.
  func detached(
    _ names: [String], besides header: ByteReader
  ) throws(VolumeFileError) -> [ByteReader] {
    try DetachedFiles(names, besides: header, allowsOutside: allowsOutsideData).files
  }

  /// Makes a file of its parts, once the numbers of its header agree with the bytes that are there.
  func file(
    _ path: String, format: VolumeFileFormat, paths: [String]? = nil, size: GridDimensions,
    phases: Int = 1, times: PhaseTimes? = nil, place: VolumePlace, stored: StoredFormat,
    layout: VoxelLayout = .volumes, source: VoxelSource
  ) throws -> VolumeFile {
    let (count, overflow) = size.voxelCount.multipliedReportingOverflow(by: phases)
    let (needed, isHuge) = count.multipliedReportingOverflow(by: stored.type.size)
    guard !overflow, !isHuge, needed <= source.mostBytes else {
      throw VolumeFileError(
        .truncated(needed: overflow || isHuge ? .max : needed, available: source.mostBytes),
        path: source.path)
    }
    return VolumeFile(
      path: path, format: format, paths: paths ?? [path],
      geometry: try grid(size, place: place, path: path),
      phases: phases, phaseTimes: times, attributes: place.attributes,
      nonconformance: place.nonconformance, holdsLabels: place.holdsLabels,
      source: source, layout: layout, stored: stored)
  }

  /// The bytes that a header's voxels take as they are stored; nil if no number can say it.
  func storedBytes(_ size: GridDimensions, phases: Int, type: VoxelType) -> Int? {
    let (voxel, isLong) = phases.multipliedReportingOverflow(by: type.size)
    let (bytes, isHuge) = size.voxelCount.multipliedReportingOverflow(by: voxel)
    return isLong || isHuge ? nil : bytes
  }

  /// The same, where no file could hold more than a number can say.
  func checkedBytes(
    _ size: GridDimensions, phases: Int, type: VoxelType, of file: ByteReader
  ) throws(VolumeFileError) -> Int {
    guard let bytes = storedBytes(size, phases: phases, type: type) else {
      throw VolumeFileError(.truncated(needed: .max, available: file.count), path: file.name)
    }
    return bytes
  }

  /// The dimensions of a header, or an error if they are none.
  func dimensions(
    _ lengths: [Int], path: String, offset: Int? = nil
  ) throws(VolumeFileError) -> GridDimensions {
    let lengths = lengths + Array(repeating: 1, count: max(0, 3 - lengths.count))
    var count = 1
    for length in lengths {
      guard length > 0 else {
        throw VolumeFileError(.malformed("dimensions \(lengths)"), path: path, offset: offset)
      }
      let (product, overflow) = count.multipliedReportingOverflow(by: length)
      guard !overflow, product < 1 << 48 else {
        throw VolumeFileError(
          .malformed("dimensions \(lengths): more voxels than any file holds"), path: path,
          offset: offset)
      }
      count = product
    }
    return GridDimensions(columns: lengths[0], rows: lengths[1], slices: lengths[2])
  }

  /// Lengths of voxel axes, and coordinates, in mm that make sense to any degree; beyond these,
  /// products of lengths leave the numbers in which places can be told apart.
  private static let sensibleSpacings = 1e-9...1e6
  private static let sensibleCoordinates = -1e9...1e9

  private func grid(
    _ size: GridDimensions, place: VolumePlace, path: String
  ) throws(VolumeFileError) -> GridGeometry {
    let map = place.map
    let spacings = [map.x, map.y, map.z].map(\.length)
    guard spacings.allSatisfy(Self.sensibleSpacings.contains) else {
      throw VolumeFileError(
        .malformed("voxel axes of \(spacings) mm"), path: place.path ?? path)
    }
    let origin = [map.origin.x, map.origin.y, map.origin.z]
    guard origin.allSatisfy(Self.sensibleCoordinates.contains) else {
      throw VolumeFileError(.malformed("the origin \(origin) mm"), path: place.path ?? path)
    }
    do {
      return try GridGeometry(dimensions: size, voxelToPatient: place.map)
    } catch {
      throw VolumeFileError(.malformed(error.description), path: place.path ?? path)
    }
  }
}

extension VolumeFile {
  /// - Throws: ``VolumeFileError`` unless the file has the phases.
  func check(_ phases: [Int]) throws(VolumeFileError) {
    guard let wrong = phases.first(where: { !(0..<self.phases).contains($0) }) else { return }
    throw VolumeFileError(.noSuchPhase(index: wrong, count: self.phases), path: path)
  }
}
