import SagittaEngine

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension OutputTarget {
  /// Refuses a place where something would be lost that is read, before any work is done; and
  /// DICOM files among those that are searched, which the next run would read.
  ///
  /// - Throws: `FileWritingError`.
  func checkInputs() throws {
    guard let files = ProtectedFiles.current else { return }
    switch self {
    case .picture(let path, _), .values(let path, _): try files.check(path)
    case .dicom(let path, isFolder: true): try files.check(folder: path)
    case .dicom(let path, isFolder: false):
      try files.check(path)
      try files.check(folder: URL(filePath: path).deletingLastPathComponent().path)
    case .pictures, .valueFiles: return
    }
  }
}
