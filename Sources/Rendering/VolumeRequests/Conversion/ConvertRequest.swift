import Faults
public import SeriesLoading
public import Views
public import VolumeFiles
public import VolumeModel
public import WorkScheduling

/// A volume as a value file.
public struct ConvertRequest: Codable, Hashable, Sendable {
  /// The kind of file.
  public var format: VolumeFileFormat
  /// How voxels are stored.
  public var voxels: VoxelRequest
  /// What becomes of irregular stacks.
  public var unevenSlices: UnevenSlices
  /// Whether files beside NIfTI say what the series states of its acquisition.
  public var sideCars: Bool

  /// Creates a request.
  public init(
    format: VolumeFileFormat, voxels: VoxelRequest = VoxelRequest(),
    unevenSlices: UnevenSlices = .refused, sideCars: Bool = false
  ) {
    self.format = format
    self.voxels = voxels
    self.unevenSlices = unevenSlices
    self.sideCars = sideCars
  }

  /// Refuses what makes no sense, whatever the volume.
  ///
  /// - Throws: `RequestError` that names the field.
  public func validate() throws(RequestError) {
    try voxels.validate()
    guard !sideCars || format == .nifti || format == .niftiGzip else {
      throw RequestError(
        .outOfRange, field: "sideCars",
        sentence: "`sideCars` writes files beside NIfTI; write .nii or .nii.gz")
    }
  }

  /// What was written.
  public struct Written: Sendable {
    /// The grid of the file.
    public let grid: GridGeometry
    /// What had to be left out.
    public let findings: [Finding]
    /// What a user should hear.
    public let notices: [VolumeNotice]
  }

  /// Writes phases of a volume as one file, and what belongs beside it.
  ///
  /// - Parameters:
  ///   - phases: The phases.
  ///   - path: The file.
  ///   - note: A text about the origin, for formats that can carry one.
  ///   - software: What side-cars call the program.
  ///   - loader: What reads the volume's headers.
  ///   - context: The workers.
  /// - Returns: What was written.
  /// - Throws: ``VolumeRequestError``, `VolumeFileError`, `FileWritingError`, `LoadError`,
  ///   `WorkCancelled`.
  public func run(
    on phases: SelectedPhases, to path: String, note: String? = nil, software: SoftwareName,
    loader: VolumeLoader, context: WorkContext = WorkContext()
  ) throws -> Written {
    try validate()
    let plan = phases.plan
    let even = try evenGrid(of: plan, path: path, context: context)
    // Phases of a series are in memory together, those of a file one at a time.
    let together = plan.volumeFile == nil ? phases.numbers.count : 1
    let largest =
      try phases.numbers.map { try loader.memoryHeld(by: plan, phase: $0, context: context) }
      .max() ?? 0
    let (read, isHuge) = largest.multipliedReportingOverflow(by: together)
    let resampled = unevenSlices == .resampled ? even.grid.voxelBytes : 0
    let placed = try context.placing(
      volumes: resampled,
      beside: isHuge
        ? .max
        : read
          + VolumeFileWriter.memoryNeeded(
            for: even.grid, as: voxels.type, in: format, workers: context.workers))
    let writer = try voxels.writer(
      for: plan, phases: phases.numbers, note: note, loader: loader)
    try writer.write(
      phases: phases.numbers.count, geometry: even.grid, attributes: plan.attributes, to: path,
      as: format,
      context: context
    ) { try even.volume(from: try phases.volume($0), context: placed) }
    guard sideCars else { return Written(grid: even.grid, findings: [], notices: even.notices) }
    let beside = try SideCarFiles(
      of: plan, phases: phases.numbers, software: software,
      tellsTexts: voxels.showIdentity ?? false, loader: loader
    ).write(beside: path, as: format)
    return Written(
      grid: even.grid, findings: beside.findings, notices: even.notices + beside.notices)
  }

  private func evenGrid(
    of plan: VolumePlan, path: String, context: WorkContext
  ) throws -> EvenGrid {
    do {
      return try EvenGrid(of: plan, policy: unevenSlices, context: context)
    } catch let error as VolumeRequestError where error.place == FaultPlace() {
      throw VolumeRequestError(
        code: error.code, kind: error.kind, problem: error.problem,
        place: FaultPlace(path: path), remedies: error.remedies)
    }
  }
}

extension ConvertRequest {
  /// Reads the fields that are given; the others are what they are in a new request.
  ///
  /// - Throws: `RequestError` for a field that there is not; `DecodingError`.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.fields(CodingKeys.self)
    let standard = ConvertRequest(format: .nifti)
    self.init(
      format: try fields.decode(VolumeFileFormat.self, forKey: .format),
      voxels: try fields.value(.voxels, default: standard.voxels),
      unevenSlices: try fields.value(.unevenSlices, default: standard.unevenSlices),
      sideCars: try fields.value(.sideCars, default: standard.sideCars))
  }
}
