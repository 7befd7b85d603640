import Outputs
import SagittaEngine

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What was written of a volume.
struct SavedVolume: Encodable {
  let path: String
  let findings: [FindingJSON]
  let notices: [String]

  init(path: String, findings: [Finding] = [], notices: [String] = []) {
    self.path = path
    self.findings = findings.map(FindingJSON.init)
    self.notices = notices
  }
}

/// Files that stand where others should go.
enum ExistingFile {
  /// Refuses a path that is taken.
  static func refuse(_ path: String) throws {
    guard FileManager.default.fileExists(atPath: path) else { return }
    throw FileWritingError(.cannotCreate, reason: .isThere, path: path)
  }
}

extension VolumeObject {
  /// Writes the volume as a value file, as `convert` and `resample` do.
  func save(_ request: SaveRequest, context: WorkContext) throws -> SavedVolume {
    if !request.replace { try ExistingFile.refuse(request.path) }
    let format = try VolumeFileFormat(fileName: request.path)
    guard let origin else { return try saveOwnNumbers(request, format: format, context: context) }
    let volume = volume
    let phases = SelectedPhases(plan: origin.plan, numbers: [origin.phase]) { _ in volume }
    guard isOnOwnGrid else {
      let resampled = ResampledVolumeRequest(
        resampling: ResampleRequest(), format: format, voxels: request.voxels)
      try resampled.validate()
      try resampled.write(
        phases, on: volume.geometry, to: request.path, as: format, loader: origin.loader,
        context: context)
      return SavedVolume(path: request.path)
    }
    let written = try ConvertRequest(
      format: format, voxels: request.voxels, unevenSlices: request.unevenSlices,
      sideCars: request.sideCars
    ).run(
      on: phases, to: request.path, software: .sagitta, loader: origin.loader, context: context)
    return SavedVolume(
      path: request.path, findings: written.findings,
      notices: written.notices.map { $0.notice(in: .none, workers: context.workers).message })
  }

  /// Writes a volume of which no file is known.
  private func saveOwnNumbers(
    _ request: SaveRequest, format: VolumeFileFormat, context: WorkContext
  ) throws -> SavedVolume {
    try request.voxels.validate()
    guard !request.sideCars else {
      throw RequestError(
        .unsuitable, field: "sideCars",
        sentence: "`sideCars` says what a series states; this volume was loaded from none")
    }
    let voxels = request.voxels
    var encoding = VoxelEncoding(
      type: voxels.type, isScaled: voxels.isScaled, isCompressed: voxels.isCompressed,
      namesSeries: voxels.showIdentity ?? false)
    encoding.holdsLabels = voxels.holdsLabels ?? (volume.attributes.modality == "SEG")
    try VolumeFileWriter(
      padding: voxels.padding.map { .value($0.value) } ?? .keep, encoding: encoding
    ).write(volume, to: request.path, as: format, context: context)
    return SavedVolume(path: request.path)
  }

  /// Writes the volume's slices as a DICOM series.
  func saveDICOM(_ request: SaveDICOMRequest, context: WorkContext) throws -> SavedVolume {
    try request.dicom.validate()
    let target = try OutputTarget(dicomAt: request.path, format: nil)
    var options = WritingOptions(context: context, stopwatch: Stopwatch())
    options.dicom = request.dicom
    let source = try origin.flatMap {
      try target.source(of: $0.plan, phase: $0.phase, loader: $0.loader)
    }
    let writer = DICOMVolumes(options: options, kind: isOnOwnGrid ? "slice" : "resampled")
    let path = try writer.write(
      1, by: isOnOwnGrid ? .storedSlices : Derivation(resampledWith: interpolation), to: target
    ) { _ in (volume: volume, source: source) }
    return SavedVolume(path: path)
  }
}
