import Compression
import DICOMCoding
import DICOMModel
import FileWriting
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
    /// Remove the files that its `truth.json` lists, and write over others of the same name.
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
  public func encodedFiles(scheduler: WorkScheduler = WorkScheduler()) throws -> [EncodedFile] {
    let content = try SeriesContent(self)
    return try scheduler.map(content.files.count, stage: "writing") { n in
      try content.encoded(content.files[n])
    }
  }

  /// Writes the DICOM files and `truth.json` into a folder, which is created if need be.
  ///
  /// Every file appears whole. If one cannot be written, those written before are removed.
  ///
  /// - Parameters:
  ///   - folder: The path of the folder.
  ///   - existing: What to do with a folder that holds files already.
  ///   - scheduler: The workers; the bytes do not depend on their number.
  /// - Returns: What is known of the series, as in `truth.json`.
  /// - Throws: ``PhantomError``, `FileWritingError`, `WorkCancelled`.
  @discardableResult
  public func write(
    to folder: String, existing: ExistingFolder = .refuse,
    scheduler: WorkScheduler = WorkScheduler()
  ) throws -> PhantomTruth {
    let content = try SeriesContent(self)
    let target = SeriesFolder(path: folder)
    try target.prepare(existing)
    do {
      try scheduler.forEach(content.files.count, stage: "writing") { n in
        let file = try content.encoded(content.files[n])
        try target.write(file.bytes, as: file.name)
      }
      // Last, so that a folder with its truth is a whole series.
      let truth = content.truth
      try target.write(try PhantomTruth.json(truth) + [0x0A], as: Self.truthName)
      return truth
    } catch {
      target.remove(content.files.map(\.name))
      throw error
    }
  }
}

extension SeriesContent {
  /// Returns a file in the series' transfer syntax.
  func encoded(_ file: SeriesFile) throws -> PhantomSeries.EncodedFile {
    let writer = Part10Writer(
      deflater: Deflater { try Deflation.bytes($0, format: .raw) })
    return PhantomSeries.EncodedFile(
      name: file.name, bytes: try writer.file(dataSet(of: file), series.transferSyntax))
  }
}

/// A folder that receives a series.
private struct SeriesFolder: Sendable {
  let path: String

  private func file(_ name: String) -> String {
    path.hasSuffix("/") ? path + name : "\(path)/\(name)"
  }

  func prepare(_ existing: PhantomSeries.ExistingFolder) throws {
    let manager = FileManager.default
    do {
      try manager.createDirectory(atPath: path, withIntermediateDirectories: true)
      guard try !manager.contentsOfDirectory(atPath: path).isEmpty else { return }
    } catch {
      throw PhantomError.cannotWrite(path: path, reason: Self.reason(error))
    }
    guard existing == .replace else { throw PhantomError.folderNotEmpty(path) }
    removeOlderSeries()
  }

  /// Removes the files of the series that was written here before, and nothing else.
  private func removeOlderSeries() {
    let truth = file(PhantomSeries.truthName)
    guard let json = FileManager.default.contents(atPath: truth),
      let older = try? JSONDecoder().decode(PhantomTruth.self, from: json)
    else { return }
    // A name with a slash would lead out of the folder; no series was written with one.
    remove(older.files.map(\.name).filter { !$0.contains("/") } + [PhantomSeries.truthName])
  }

  func write(_ bytes: [UInt8], as name: String) throws {
    try writeFile(bytes, to: file(name))
  }

  /// Removes files; those that are not there are no failure.
  func remove(_ names: [String]) {
    for name in names { try? FileManager.default.removeItem(atPath: file(name)) }
  }

  private static func reason(_ error: any Error) -> String {
    let underlying = (error as? CocoaError)?.underlying ?? error
    return "\(underlying)"
  }
}
