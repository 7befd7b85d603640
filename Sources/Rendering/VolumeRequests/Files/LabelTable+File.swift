import Faults
import Files
public import Presentation

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension LabelTable {
  /// Reads the table in a file.
  ///
  /// - Parameter path: The file.
  /// - Throws: ``VolumeRequestError`` that names the file.
  public init(file path: String) throws {
    ProtectedFiles.current?.add(files: [path])
    guard let bytes = try SideFile.bytes(path), let text = String(validating: bytes, as: UTF8.self)
    else {
      throw VolumeRequestError.unusable(
        path, kind: .noInput, problem: "cannot be read: no such file, or not text")
    }
    do {
      try self.init(parsing: text)
    } catch {
      throw VolumeRequestError.unusable(path, problem: "\(error)")
    }
  }
}
