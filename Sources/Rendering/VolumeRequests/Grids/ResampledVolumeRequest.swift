public import SeriesLoading
import Locks
public import Views
public import VolumeFiles
public import VolumeModel
public import WorkScheduling

/// A volume on another grid, as a value file or a DICOM series.
public struct ResampledVolumeRequest: Codable, Hashable, Sendable {
  /// How the volume is sampled anew.
  public var resampling: ResampleRequest
  /// The kind of value file; nil for DICOM.
  public var format: VolumeFileFormat?
  /// How voxels of a value file are stored.
  public var voxels: VoxelRequest?
  /// Whether a mask beside a value file says what was interpolated across missing slices.
  public var markGaps: Bool
  /// How DICOM objects are written; nil for a value file.
  public var dicom: DerivedSeriesRequest?

  /// Creates a request.
  public init(
    resampling: ResampleRequest, format: VolumeFileFormat? = nil, voxels: VoxelRequest? = nil,
    markGaps: Bool = false, dicom: DerivedSeriesRequest? = nil
  ) {
    self.resampling = resampling
    self.format = format
    self.voxels = voxels
    self.markGaps = markGaps
    self.dicom = dicom
  }

  /// Refuses what makes no sense, whatever the volume.
  ///
  /// - Throws: `RequestError` that names the field.
  public func validate() throws(RequestError) {
    try resampling.validate()
    try voxels?.validate()
    try dicom?.validate()
    guard format == nil || dicom == nil else {
      throw RequestError(
        .outOfRange, field: "format",
        sentence: "`format` is of a value file, and DICOM is asked for as well")
    }
  }

  /// What writing takes of memory beyond what ``ResampleRequest`` counts for any file.
  ///
  /// - Parameters:
  ///   - grid: The new grid.
  ///   - workers: How many pieces are made at a time.
  /// - Returns: Bytes.
  package func writingBytes(on grid: GridGeometry, workers: Int) -> Int {
    guard let format else { return 0 }
    return VolumeFileWriter.memoryNeeded(
      for: grid, as: voxels?.type ?? .float32, in: format, workers: workers)
      - VolumeFileWriter.memoryNeeded(workers: workers)
  }

  /// Writes phases that were resampled as one value file, and the mask beside it.
  ///
  /// - Parameters:
  ///   - phases: The phases on the new grid.
  ///   - grid: The new grid.
  ///   - path: The file.
  ///   - format: The kind of file.
  ///   - note: A text about the origin, for formats that can carry one.
  ///   - loader: What reads the volume's headers.
  ///   - context: The workers.
  /// - Throws: `VolumeFileError`, `FileWritingError`, `LoadError`, `WorkCancelled`.
  public func write(
    _ phases: SelectedPhases, on grid: GridGeometry, to path: String, as format: VolumeFileFormat,
    note: String? = nil, loader: VolumeLoader, context: WorkContext = WorkContext()
  ) throws {
    let plan = phases.plan
    let writer = try (voxels ?? VoxelRequest()).writer(
      for: plan, phases: phases.numbers, note: note, loader: loader)
    try writer.write(
      phases: phases.numbers.count, geometry: grid, attributes: plan.attributes, to: path,
      as: format, context: context
    ) { try phases.volume($0) }
    guard markGaps else { return }
    let mask = try phases.volume(0).gapMask(resampledFrom: plan.geometry, context: context)
    try VolumeFileWriter().write(
      mask, to: GapMarks.maskPath(beside: path, format: format), as: format, context: context)
  }
}

/// Notes whether any value came out of volumes that are made one after the other.
public final class ResampledValues: Sendable {
  private let hasValues = Locked(false)

  /// Nothing came out yet.
  public init() {}

  /// Whether no value came out.
  public var isEmpty: Bool { hasValues.withLock { !$0 } }

  /// Looks at a volume, and returns it.
  public func noting(_ volume: Volume) -> Volume {
    if volume.valueRange != nil { hasValues.withLock { $0 = true } }
    return volume
  }
}

extension ResampledVolumeRequest {
  /// Reads the fields that are given; the others are what they are in a new request.
  ///
  /// - Throws: `RequestError` for a field that there is not; `DecodingError`.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.fields(CodingKeys.self)
    let standard = ResampledVolumeRequest(resampling: ResampleRequest())
    self.init(
      resampling: try fields.decode(ResampleRequest.self, forKey: .resampling),
      format: try fields.value(.format),
      voxels: try fields.value(.voxels),
      markGaps: try fields.value(.markGaps, default: standard.markGaps),
      dicom: try fields.value(.dicom))
  }
}
