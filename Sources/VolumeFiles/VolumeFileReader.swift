public import VolumeModel
public import WorkScheduling

/// Reads volumes back from NumPy files with their side-car and from NIfTI-1 and NIfTI-2.
///
/// Any bytes are legal input: every size is checked against the bytes that are there, and
/// against the limit, before memory is taken.
public struct VolumeFileReader: Sendable {
  /// The most bytes that the float voxels of a file, or what comes out of gzip, may take.
  public var limit: Int
  /// The distances of columns, rows and slices in mm for an array without a side-car, which then
  /// has no patient frame; nil refuses it.
  public var assumedSpacing: SIMD3<Double>?
  /// The workers.
  public var scheduler: WorkScheduler

  /// Creates a reader.
  ///
  /// - Parameters:
  ///   - limit: The most bytes of voxels; 64 GiB by default.
  ///   - assumedSpacing: Spacing in mm for arrays without a side-car.
  ///   - scheduler: The workers.
  public init(
    limit: Int = 64 << 30, assumedSpacing: SIMD3<Double>? = nil,
    scheduler: WorkScheduler = WorkScheduler()
  ) {
    (self.limit, self.assumedSpacing, self.scheduler) = (limit, assumedSpacing, scheduler)
  }

  /// Reads the volumes of a file: one for each phase, all in one geometry.
  ///
  /// Voxels that are NaN become invalid. NIfTI's place is its sform if that spans space, else its
  /// qform, else the voxel sizes alone, without a patient frame.
  ///
  /// - Parameters:
  ///   - path: The file; for a NIfTI pair, the `.hdr` or the `.img`.
  ///   - format: The kind of file; nil takes the one that the extension names.
  /// - Returns: At least one volume.
  /// - Throws: ``VolumeFileError``, `OutOfMemory`, `WorkCancelled`.
  public func read(_ path: String, as format: VolumeFileFormat? = nil) throws -> [Volume] {
    let name = path.lowercased()
    if format == nil, name.hasSuffix(".hdr") || name.hasSuffix(".img") {
      return try niftiPair(path).read(scheduler)
    }
    switch try format ?? VolumeFileFormat(fileName: path) {
    case .npy: return try npy(path).read(scheduler)
    case .nifti, .niftiGzip: return try nifti(path).read(scheduler)
    }
  }

  /// Checks the numbers of a header against the limit and the bytes of its file.
  func checkSizes(
    _ shape: [Int], _ type: StoredType, offset: Int, _ bytes: InputBytes, path: String
  ) throws(VolumeFileError) {
    var count = 1
    for length in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: length)
      guard !overflow, product < 1 << 56 else {
        throw VolumeFileError(.overLimit(needed: .max, limit: limit), path: path)
      }
      count = product
    }
    let (needed, overflow) = offset.addingReportingOverflow(count * type.size)
    guard !overflow, needed <= bytes.count else {
      throw VolumeFileError(
        .truncated(needed: overflow ? .max : needed, available: bytes.count), path: path)
    }
    let taken = count * MemoryLayout<Float>.size
    guard taken <= limit else {
      throw VolumeFileError(.overLimit(needed: taken, limit: limit), path: path)
    }
  }
}
