import DICOMCoding
import DICOMImaging
import DICOMModel
import Faults
import Files
import VolumeFiles
import WorkScheduling

/// Reads the headers of many files, several at a time, without reading their pixels.
struct HeaderScan: Sendable {
  let reader: Part10Reader
  let decoders: FrameSyntaxes

  /// Bytes read from a file at first: most headers fit, and a page-cache copy of this size
  /// costs about a microsecond.
  private static let firstPrefix = 16 << 10

  /// What is kept of a file with one frame, about; more frames take their share of the header.
  private static let keptBytes = 6 << 10

  /// Returns what each file is, in the order of `files`.
  ///
  /// - Throws: `MemoryExceeded` for more files than memory holds the headers of; `WorkCancelled`.
  func scan(_ files: [FileLocation], context: WorkContext) throws -> [ScannedFile] {
    try Self.checkMemory(for: files.count, context: context)
    let ahead = ReadingAhead(files.count) { .init(files[$0].source, 0..<Self.firstPrefix) }
    return try context.map(files.count, stage: "scanning") { index in
      scan(files[index]) { ahead.goOn(from: index, $0) }
    }
  }

  /// Refuses more files than memory holds the headers of.
  static func checkMemory(for count: Int, context: WorkContext) throws {
    try context.limits.checkMemory(count * keptBytes)
  }

  /// Returns what a file is; `whenOpened` gets it before it is read.
  func scan(
    _ location: FileLocation, whenOpened: (ByteReader) -> Void = { _ in }
  ) -> ScannedFile {
    let path = location.path
    do {
      let file = try location.source.open()
      whenOpened(file)
      guard file.count > 0 else {
        return skipped(path, code: .emptyFile, message: "the file is empty")
      }
      return try classify(location, parsed: try parse(file), in: file)
    } catch let error as FileReadingError {
      return skipped(path, code: .unreadable, message: error.description)
    } catch let error as DataSetError {
      return error.isNotDICOM
        ? other(location, error: error)
        : skipped(
          path, code: error.kind == .overLimit ? .overLimit : .damaged, message: error.description)
    } catch {
      return skipped(path, code: .damaged, message: "\(error)")
    }
  }

  /// A file that is no DICOM file.
  private func other(_ location: FileLocation, error: DataSetError) -> ScannedFile {
    let path = location.path
    if (try? VolumeFileFormat(fileName: path)) != nil {
      return skipped(path, code: .volumeFile, message: "a volume file: name it itself to use it")
    }
    guard let kind = packedKind(location) else {
      return skipped(path, code: .notDICOM, message: error.description)
    }
    guard kind.isUnpacked else {
      return skipped(path, code: .archive, message: "a \(kind.rawValue) archive: unpack it first")
    }
    return .packed(location)
  }

  private func packedKind(_ location: FileLocation) -> PackedKind? {
    guard let file = try? location.source.open(),
      let start = try? file.bytes(at: 0, count: PackedKind.bytesNeeded)
    else { return nil }
    return PackedKind(start)
  }

  /// Parses everything before the pixel data, reading more of the file only on demand.
  func parse(_ file: ByteReader) throws -> ParsedFile {
    var length = min(file.count, Self.firstPrefix)
    while true {
      let prefix = try file.bytes(at: 0, count: length)
      do throws(DataSetError) {
        return try reader.read(prefix: prefix, streamLength: file.count)
      } catch {
        guard let needed = error.bytesNeeded, length < file.count else { throw error }
        // Four times as much each round bounds the rereading to a third of the header.
        length = min(file.count, max(needed, min(length * 4, reader.limits.headerBytes)))
      }
    }
  }

  private func classify(
    _ location: FileLocation, parsed: ParsedFile, in file: ByteReader
  ) throws -> ScannedFile {
    let path = location.path
    if parsed.dataSet.contains(.directoryRecordSequence) {
      return .directory(FileSetDirectory(path: path, dataSet: parsed.dataSet))
    }
    guard let pixelData = parsed.pixelData else {
      let refusal = decoders.refusal(of: parsed.transferSyntax)
      return refusal.map { skipped(path, code: .unsupportedTransferSyntax, message: $0) }
        ?? skipped(path, code: .noPixelData, message: "the object has no pixel data")
    }
    do {
      let header = try ImageHeader(parsed.dataSet, samples: samples(of: pixelData))
      let encoding = try PixelEncoding(
        file, parsed: parsed, pixelData: pixelData, pixels: header.pixels)
      let fragments = try FragmentSurvey(
        file, syntax: encoding.syntax, dataSet: parsed.dataSet, pixelData: pixelData,
        frames: header.pixels.frameCount)
      // Of a thousand oddities in one file the first is described.
      let nonconformances =
        [encoding.nonconformance].compactMap(\.self) + header.nonconformances
        + parsed.nonconformances.prefix(1).map(\.description) + fragments.nonconformances
      let further = max(0, parsed.nonconformances.count - 1)
      let image = ScannedImage(
        source: location.source, header: header, transferSyntax: encoding.syntax,
        pixelData: pixelData,
        extendedOffsets: fragments.extendedOffsets, encapsulated: fragments.encapsulated,
        nonconformance: nonconformances.first.map { ($0, nonconformances.count + further) })
      if let problem = ImageProblem(image, fileSize: file.count, decoders: decoders) {
        return skipped(path, code: problem.code, message: problem.message)
      }
      return .image(image)
    } catch let error as ImageReadingError {
      return skipped(path, code: error.code, message: error.description)
    }
  }

  private func samples(of pixelData: PixelDataLocation) -> ImagePixels.Samples {
    switch pixelData.tag {
    case .floatPixelData: .float
    case .doubleFloatPixelData: .double
    default: .integer
    }
  }

  private func skipped(
    _ path: String, code: SkippedFile.Code, message: String
  ) -> ScannedFile {
    .skipped(SkippedFile(path: path, code: code, message: message))
  }
}

extension ImageReadingError {
  /// Why a file with this error is skipped.
  fileprivate var code: SkippedFile.Code {
    if case .frames = self { .multiFrame } else { .unsupportedPixels }
  }
}
