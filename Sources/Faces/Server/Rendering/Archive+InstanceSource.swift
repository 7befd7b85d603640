import Archive
import DICOMModel
import Files
import RenderedVolumes
import WebServices

/// The archive as where volumes come from.
struct ArchiveInstances: InstanceSource {
  let archive: Archive

  func files(of target: ResourcePath) throws -> [InstanceFile] {
    guard let target = ArchiveTarget(target) else { return [] }
    // A single object may be one that has no pixels, but a name: a presentation state.
    let isOne = target.instance != nil
    return try archive.instances(of: target).filter { isOne || $0.pixelData != nil }.map {
      InstanceFile(
        sopClass: $0.sopClass, sopInstance: $0.uid, series: $0.series,
        bytes: .file($0.path), version: "\($0.fileSize)-\($0.modified)")
    }
  }

  func state(of target: ResourcePath) throws -> String? { "\(archive.generation)" }
}
