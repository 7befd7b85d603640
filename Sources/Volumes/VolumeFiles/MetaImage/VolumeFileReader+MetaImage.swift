import Compression
import Files
import Geometry
import VolumeModel

extension VolumeFileReader {
  /// Finds the voxels of a MetaImage file, behind its header or in files of their own.
  func openMetaImage(_ source: ByteSource, format: VolumeFileFormat) throws -> VolumeFile {
    let path = source.name
    let file = try ByteReader.opening(source)
    let header = try MetaImageHeader(
      file.read(0..<min(file.count, MetaImageHeader.longest)), path: path)
    do {
      return try metaImage(header, file: file, format: format)
    } catch let problem as MetaImageProblem {
      throw VolumeFileError(.malformed(problem.field), path: path)
    }
  }

  private func metaImage(
    _ header: MetaImageHeader, file: ByteReader, format: VolumeFileFormat
  ) throws -> VolumeFile {
    let path = file.name
    let lengths = try header.numbers("DimSize")?.compactMap { Int(exactly: $0) } ?? []
    guard let axes = try header.numbers("NDims")?.first, Double(lengths.count) == axes,
      (2...4).contains(lengths.count)
    else {
      throw VolumeFileError(
        .unsupported(
          "NDims \(header.fields["NDims"] ?? "?") with DimSize \(header.fields["DimSize"] ?? "?"); "
            + "two to four axes make volumes"), path: path)
    }
    if let channels = try header.numbers("ElementNumberOfChannels")?.first, channels != 1 {
      throw VolumeFileError(
        .unsupported("\(header.fields["ElementNumberOfChannels"] ?? "?") channels a voxel"),
        path: path)
    }
    let size = try dimensions(Array(lengths.prefix(3)), path: path)
    let phases = try phases(lengths.dropFirst(3), path: path)
    let files = try dataFiles(header, file: file)
    let stored = try stored(header, path: path)
    let bytes = try checkedBytes(size, phases: phases, type: stored.type, of: file)
    return try self.file(
      path, format: format, paths: [path] + files.map(\.name), size: size, phases: phases,
      place: MetaImagePlace(header, axes: lengths.count).place(path: path), stored: stored,
      source: source(
        header,
        runs: files.isEmpty ? [FileRun(file, from: header.byteCount)] : files.map { FileRun($0) },
        bytes: bytes, path: path))
  }

  private static let types: [String: VoxelType] = [
    "MET_CHAR": .int8, "MET_UCHAR": .uint8, "MET_SHORT": .int16, "MET_USHORT": .uint16,
    "MET_INT": .int32, "MET_UINT": .uint32, "MET_LONG": .int32, "MET_ULONG": .uint32,
    "MET_LONG_LONG": .int64, "MET_ULONG_LONG": .uint64, "MET_FLOAT": .float32,
    "MET_DOUBLE": .float64,
  ]

  private func stored(_ header: MetaImageHeader, path: String) throws -> StoredFormat {
    let name = header.fields["ElementType"] ?? "?"
    guard let type = Self.types[name] else {
      throw VolumeFileError(.unsupported("voxels of the type \(name)"), path: path)
    }
    if header.flag("BinaryData") == false {
      var text = StoredFormat(type: .float64)
      try scale(&text, header: header)
      return text
    }
    let isBig = header.flag("BinaryDataByteOrderMSB", "ElementByteOrderMSB") ?? false
    var stored = StoredFormat(type: type, isSwapped: isBig && type.size > 1)
    try scale(&stored, header: header)
    return stored
  }

  private func scale(_ stored: inout StoredFormat, header: MetaImageHeader) throws {
    let slope = try header.numbers("ElementToIntensityFunctionSlope")?.first ?? 1
    let intercept = try header.numbers("ElementToIntensityFunctionOffset")?.first ?? 0
    if slope != 0, slope.isFinite, intercept.isFinite {
      stored.slope = slope
      stored.intercept = intercept
    }
  }

  private func source(
    _ header: MetaImageHeader, runs: [FileRun], bytes: Int, path: String
  ) throws -> VoxelSource {
    if header.flag("BinaryData") == false {
      guard runs.count == 1 else {
        throw VolumeFileError(.unsupported("numbers as text in several files"), path: path)
      }
      return .text(runs[0])
    }
    if header.flag("CompressedData") == true { return .deflated(runs, .zlib, skip: 0) }
    let skip = try header.numbers("HeaderSize")?.first.flatMap { Int(exactly: $0) } ?? 0
    guard skip >= -1 else { throw VolumeFileError(.malformed("HeaderSize \(skip)"), path: path) }
    let each = bytes / runs.count
    return .plain(
      runs.map { run in
        skip == -1 ? run.last(each) : FileRun(run.file, from: run.range.lowerBound + skip)
      })
  }

  /// The files that the header names; none if the voxels follow it.
  private func dataFiles(_ header: MetaImageHeader, file: ByteReader) throws -> [ByteReader] {
    let name = header.fields["ElementDataFile"] ?? ""
    if ["LOCAL", "Local", "local"].contains(name) { return [] }
    if name.hasPrefix("LIST") {
      return try detached(header.listedFiles, besides: file)
    }
    let words = name.split(separator: " ")
    if words.count >= 3, words[0].contains("%") {
      let numbers = words[1...].compactMap { Int($0) }
      guard numbers.count == words.count - 1,
        let names = DetachedFiles.names(
          String(words[0]), from: numbers[0], to: numbers[1],
          by: numbers.count > 2 ? numbers[2] : 1)
      else { throw VolumeFileError(.malformed("ElementDataFile = \(name)"), path: file.name) }
      return try detached(names, besides: file)
    }
    return try detached([name], besides: file)
  }
}
