import Geometry
import Sagitta
import TestSupport

/// What calls are measured on: a volume in memory, and the same as files of several kinds.
struct MeasuredInput: Sendable {
  let folder: TemporaryFolder
  let volume: Volume
  let size: GridDimensions

  init(size: GridDimensions) throws {
    self.size = size
    folder = try TemporaryFolder()
    let images = MeasuredImages(size: size)
    try images.writeSeries(to: folder, prefix: "series/a")
    for prefix in ["twice/a", "twice/b"] { try images.writeSeries(to: folder, prefix: prefix) }
    try images.writeSeries(to: folder, prefix: "renamed/a")
    try images.writeSeries(to: folder, prefix: "renamed/b", uid: "1.2.7")
    for name in ["encoded/a", "encoded-twice/a", "encoded-twice/b"] {
      try images.writeEncoded(to: folder, as: "\(name).dcm")
    }
    try images.writeDeflated(to: folder, as: "deflated/a.dcm")
    let report = try VolumeLoader().scan([folder.path("series")])
    volume = try VolumeLoader().load(report.volumes[0])
    try VolumeFileWriter().write(volume, to: folder.path("volume.nii.gz"))
    try VolumeFileWriter().write(volume, to: folder.path("volume.nrrd"))
  }

  /// The report on a part of the files.
  func report(_ name: String) throws -> SeriesReport {
    try VolumeLoader().scan([folder.path(name)])
  }
}
