import Compression
import DICOMCoding
import DICOMModel
import Files
public import WorkScheduling

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension PhantomSeries {
  /// What to do with a folder that holds files already.
  public enum ExistingFolder: Hashable, Sendable {
    /// Leave it alone and throw.
    case refuse
    /// Remove the files that its `truth.json` lists, and replace others of the same name.
    case replace
  }

  /// A file of the series in memory.
  public struct EncodedFile: Hashable, Sendable {
    /// The name in the folder.
    public let name: String
    /// The whole Part 10 file.
    public let bytes: [UInt8]
  }

  /// The name of the file that holds what is known of the series.
  public static var truthName: String { "truth.json" }

  /// Returns what is known of the series, without writing it.
  ///
  /// - Throws: ``PhantomError/badParameter(_:)``.
  public func truth() throws -> PhantomTruth { try SeriesContent(self).truth }

  /// Returns the DICOM files of the series in the order of their names.
  ///
  /// - Throws: ``PhantomError/badParameter(_:)``, `WorkCancelled`.
  public func encodedFiles(context: WorkContext = WorkContext()) throws -> [EncodedFile] {
    let content = try SeriesContent(self)
    return try context.map(content.files.count, stage: "writing") { n in
      try content.encoded(content.files[n])
    }
  }

  /// Writes the DICOM files and `truth.json` into a folder, which is created if need be.
  ///
  /// All files appear together; if one cannot be written, the folder is as it was before.
  ///
  /// - Parameters:
  ///   - folder: The path of the folder.
  ///   - existing: What to do with a folder that holds files already.
  ///   - context: The workers; the bytes do not depend on their number.
  /// - Returns: What is known of the series, as in `truth.json`.
  /// - Throws: ``PhantomError``, `FileWritingError`, `WorkCancelled`.
  @discardableResult
  public func write(
    to folder: String, existing: ExistingFolder = .refuse,
    context: WorkContext = WorkContext()
  ) throws -> PhantomTruth {
    let content = try SeriesContent(self)
    let older = try SeriesFolder(path: folder).olderFiles(existing)
    let files = try staged(in: folder)
    try context.forEach(content.files.count, stage: "writing") { n in
      let file = try content.encoded(content.files[n])
      try writeFile(file.bytes, to: files.path(of: file.name))
    }
    let truth = content.truth
    try writeFile(try PhantomTruth.json(truth) + [0x0A], to: files.path(of: Self.truthName))
    try StagedFiles.commit([StagedFiles.Change(files, obsolete: older)])
    return truth
  }

  private func staged(in folder: String) throws(PhantomError) -> StagedFiles {
    do {
      return try StagedFiles(in: folder)
    } catch {
      throw .cannotWrite(path: folder, reason: "\(error.reason)")
    }
  }
}

extension SeriesContent {
  /// Returns a file in the series' transfer syntax.
  func encoded(_ file: SeriesFile) throws -> PhantomSeries.EncodedFile {
    let writer = Part10Writer(
      deflater: Deflater { try Deflation.bytes($0, format: .raw) })
    return PhantomSeries.EncodedFile(
      name: file.name,
      bytes: try writer.file(dataSet(of: file), transferSyntax: series.transferSyntax))
  }
}

/// A folder that receives a series.
private struct SeriesFolder {
  let path: String

  private func file(_ name: String) -> String {
    path.hasSuffix("/") ? path + name : "\(path)/\(name)"
  }

  /// The files of the series that was written here before.
  ///
  /// - Throws: ``PhantomError`` if there are files and they may not be replaced.
  func olderFiles(_ existing: PhantomSeries.ExistingFolder) throws(PhantomError) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    guard !names.isEmpty else { return [] }
    guard existing == .replace else { throw .folderNotEmpty(path) }
    let truth = file(PhantomSeries.truthName)
    guard let json = FileManager.default.contents(atPath: truth),
      let older = try? JSONDecoder().decode(PhantomTruth.self, from: json)
    else { return [] }
    // A name with a slash would lead out of the folder; no series was written with one.
    return older.files.map(\.name).filter { !$0.contains("/") } + [PhantomSeries.truthName]
  }
}
