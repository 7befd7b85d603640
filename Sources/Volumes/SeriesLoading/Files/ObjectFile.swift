package import DICOMCoding
package import DICOMModel
package import Files
import PixelCoding
package import WorkScheduling

/// A DICOM file whose header was read, for those who look at its pixels themselves.
package struct ObjectFile: Sendable {
  /// The file, or what its bytes are called where they are not one.
  package var path: String { source.name }

  /// Its size in bytes.
  package let size: Int

  /// What precedes the pixel data.
  package let parsed: ParsedFile

  private let source: ByteSource
  private let reader: Part10Reader

  /// Reads a file's header.
  ///
  /// - Throws: ``LoadError/unreadable(path:reason:)`` or ``LoadError/damaged(path:reason:)``, which
  ///   also stands for a file that is no data set.
  package init(
    path: String, limits: ReadLimits = ReadLimits(), context: WorkContext = WorkContext()
  ) throws(LoadError) {
    try self.init(.file(path), limits: limits, context: context)
  }

  /// Reads a header, wherever its bytes come from.
  ///
  /// - Throws: As ``init(path:limits:context:)``.
  package init(
    _ source: ByteSource, limits: ReadLimits = ReadLimits(), context: WorkContext = WorkContext()
  ) throws(LoadError) {
    let file: ByteReader
    do throws(FileReadingError) {
      file = try source.open()
    } catch {
      throw .unreadable(path: source.name, reason: error.description)
    }
    try self.init(source, file, limits: limits, context: context)
  }

  /// Reads a header of bytes that are open already.
  ///
  /// - Throws: As ``init(path:limits:context:)``.
  package init(
    _ source: ByteSource, _ file: ByteReader, limits: ReadLimits = ReadLimits(),
    context: WorkContext = WorkContext()
  ) throws(LoadError) {
    self.source = source
    let path = source.name
    reader = Part10Reader(limits: limits, inflater: .standard(context))
    let scan = HeaderScan(reader: reader, decoders: FrameSyntaxes(decoders: FrameDecoders()))
    do {
      size = file.count
      parsed = try scan.parse(file)
    } catch let error as FileReadingError {
      throw .unreadable(path: path, reason: error.description)
    } catch {
      throw .damaged(path: path, reason: "\(error)")
    }
  }

  /// Returns up to `count` bytes of the file; fewer only at its end.
  package func bytes(at offset: Int, count: Int) throws(LoadError) -> [UInt8] {
    do throws(FileReadingError) {
      return try source.open().bytes(at: offset, count: count)
    } catch {
      throw .unreadable(path: path, reason: error.description)
    }
  }

  /// The data set with its pixel data, of a file that is deflated as a whole.
  ///
  /// - Parameters:
  ///   - count: The most bytes of the pixel data; what may follow them is small.
  ///   - context: Whether to go on.
  /// - Returns: The data set.
  /// - Throws: ``LoadError``.
  package func inflated(
    pixelBytes count: Int, context: WorkContext
  ) throws(LoadError) -> DataSet {
    let stored = try bytes(at: 0, count: size)
    var reader = reader
    reader.inflater = .standard(context)
    let end = (parsed.pixelData?.offset ?? 0).addingReportingOverflow(count)
    if !end.overflow, end.partialValue < reader.limits.inflatedBytes - (1 << 24) {
      reader.limits.inflatedBytes = end.partialValue + (1 << 24)
    }
    do throws(DataSetError) {
      return try reader.readWhole(stored).dataSet
    } catch {
      throw .damaged(path: path, reason: error.description)
    }
  }

  /// Whether the file is a directory of others, a DICOMDIR.
  package var isDirectory: Bool { parsed.dataSet.contains(.directoryRecordSequence) }

  /// The files that a DICOMDIR lists and that are there.
  package var listedPaths: [String] {
    FileSetDirectory(path: path, dataSet: parsed.dataSet).resolve().found
  }

  /// The files that inputs name: files as they are, folders recursively, each once, sorted.
  ///
  /// - Throws: ``LoadError/notFound(path:)``, ``LoadError/unreadable(path:reason:)``.
  package static func paths(
    below inputs: [String]
  ) throws(LoadError) -> (paths: [String], inputs: Set<String>, skipped: [SkippedFile]) {
    let collected = try FileCollector(inputs)
    return (collected.paths, collected.inputFiles, collected.skipped)
  }
}
