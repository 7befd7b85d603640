import Archive
import DICOMModel
import WebServices

extension ArchiveTarget {
  /// What a path means; nil if it names no study.
  init?(_ resource: ResourcePath) {
    guard let study = resource.study else { return nil }
    self.init(study: study, series: resource.series, instance: resource.instance)
  }
}

extension Archive {
  /// The instances that a path means, one at least.
  ///
  /// - Throws: ``ServiceFailure/notFound``; `ArchiveIndexError`.
  func instances(of resource: ResourcePath) throws -> [ArchivedInstance] {
    guard let target = ArchiveTarget(resource) else { throw ServiceFailure.notFound }
    let instances = try instances(of: target)
    guard !instances.isEmpty else { throw ServiceFailure.notFound }
    return instances
  }
}

extension ArchivedInstance {
  /// Its path below the service.
  var resource: ResourcePath { ResourcePath(study: study, series: series, instance: uid) }

  /// The syntax in which it goes out as it is stored: native pixels always go in Explicit VR Little
  /// Endian (PS3.18 8.7.3.5.2).
  var sentSyntax: String {
    transferSyntax.isEncapsulated || transferSyntax.isDeflated
      ? transferSyntax.uid : MediaType.defaultTransferSyntax
  }

  /// Whether its file can be sent as it is.
  var isSentAsStored: Bool { isPart10 && sentSyntax == transferSyntax.uid }
}
