import Compression
import Files
import VolumeModel

extension VolumeFileReader {
  /// Finds the voxels of an NRRD file, behind its header or in files of their own.
  func openNRRD(_ source: ByteSource, format: VolumeFileFormat) throws -> VolumeFile {
    let path = source.name
    let file = try ByteReader.opening(source)
    let header = try NRRDHeader(
      file.read(0..<min(file.count, NRRDHeader.longest)), path: path)
    let axes = try NRRDAxes(header, path: path)
    let space = try axes.space(header)
    let other = try axes.other(space)
    let size = try dimensions(space.map { axes.sizes[$0] }, path: path)
    let encoding = try NRRDEncoding(header, path: path)
    let files = try dataFiles(header, file: file)
    let phases = try phases([other.map { axes.sizes[$0] } ?? 1], path: path)
    let bytes = try checkedBytes(size, phases: phases, type: encoding.stored.type, of: file)
    return try self.file(
      path, format: format, paths: files.isEmpty ? [path] : [path] + files.map(\.name), size: size,
      phases: phases,
      place: NRRDPlace(header, axes: axes, path: path).place(space, assumed: assumedSpacing),
      stored: encoding.stored, layout: axes.layout(space, other),
      source: encoding.source(
        files.isEmpty ? [FileRun(file, from: header.byteCount)] : files.map { FileRun($0) },
        voxelBytes: bytes, path: path))
  }

  /// The files that the header names; none if the voxels follow it.
  private func dataFiles(_ header: NRRDHeader, file: ByteReader) throws -> [ByteReader] {
    guard let name = header.fields["data file"] else { return [] }
    if name.hasPrefix("LIST") {
      return try detached(header.listedFiles, besides: file)
    }
    let words = name.split(separator: " ")
    if words.count >= 4, words[0].contains("%") {
      let numbers = words[1...3].compactMap { Int($0) }
      guard numbers.count == 3,
        let names = DetachedFiles.names(
          String(words[0]), from: numbers[0], to: numbers[1], by: numbers[2])
      else { throw VolumeFileError(.malformed("data file: \(name)"), path: file.name) }
      return try detached(names, besides: file)
    }
    return try detached([name], besides: file)
  }
}

/// How the voxels of an NRRD file are written.
struct NRRDEncoding {
  private enum Packing { case raw, gzip, text }

  private(set) var stored: StoredFormat
  private let packing: Packing
  private let lineSkip: Int
  private let byteSkip: Int

  private static let types: [String: VoxelType] = [
    "signed char": .int8, "int8": .int8, "int8_t": .int8,
    "uchar": .uint8, "unsigned char": .uint8, "uint8": .uint8, "uint8_t": .uint8,
    "short": .int16, "short int": .int16, "signed short": .int16, "signed short int": .int16,
    "int16": .int16, "int16_t": .int16,
    "ushort": .uint16, "unsigned short": .uint16, "unsigned short int": .uint16,
    "uint16": .uint16, "uint16_t": .uint16,
    "int": .int32, "signed int": .int32, "int32": .int32, "int32_t": .int32,
    "uint": .uint32, "unsigned int": .uint32, "uint32": .uint32, "uint32_t": .uint32,
    "longlong": .int64, "long long": .int64, "long long int": .int64, "signed long long": .int64,
    "signed long long int": .int64, "int64": .int64, "int64_t": .int64,
    "ulonglong": .uint64, "unsigned long long": .uint64, "unsigned long long int": .uint64,
    "uint64": .uint64, "uint64_t": .uint64, "float": .float32, "double": .float64,
  ]

  init(_ header: NRRDHeader, path: String) throws(VolumeFileError) {
    let name = (header.fields["type"] ?? "?").lowercased()
    guard let type = Self.types[name] else {
      throw VolumeFileError(.unsupported("voxels of the type \(name)"), path: path)
    }
    stored = StoredFormat(type: type)
    switch (header.fields["encoding"] ?? "?").lowercased() {
    case "raw": packing = .raw
    case "gzip", "gz": packing = .gzip
    case "text", "txt", "ascii": packing = .text
    case let other:
      throw VolumeFileError(
        .unsupported("the encoding \(other); known are raw, gzip and ascii"), path: path)
    }
    switch header.fields["endian"]?.lowercased() {
    case "little": break
    case "big": stored.isSwapped = type.size > 1
    default:
      guard type.size == 1 || packing == .text else {
        throw VolumeFileError(.malformed("no endian: little or big"), path: path)
      }
    }
    // Text comes out as numbers, not as bytes of the type.
    if packing == .text { stored = StoredFormat(type: .float64) }
    lineSkip = try Self.count(header, field: "line skip", from: 0, path: path)
    byteSkip = try Self.count(header, field: "byte skip", from: -1, path: path)
  }

  private static func count(
    _ header: NRRDHeader, field: String, from least: Int, path: String
  ) throws(VolumeFileError) -> Int {
    guard let text = header.fields[field] else { return 0 }
    guard let count = Int(text), count >= least, count < 1 << 48 else {
      throw VolumeFileError(.malformed("\(field): \(text)"), path: path)
    }
    return count
  }

  /// Where the voxels are, once lines and bytes before them are passed over.
  ///
  /// Bytes are counted in what comes out of gzip, lines before it; −1 bytes mean that the voxels
  /// end with their file.
  func source(
    _ runs: [FileRun], voxelBytes: Int, path: String
  ) throws(VolumeFileError) -> VoxelSource {
    var placed: [FileRun] = []
    for run in runs {
      placed.append(try run.skippingLines(lineSkip))
    }
    switch packing {
    case .text:
      guard placed.count == 1, byteSkip >= 0 else {
        throw VolumeFileError(.unsupported("numbers as text in several files"), path: path)
      }
      return .text(FileRun(placed[0].file, from: placed[0].range.lowerBound + byteSkip))
    case .gzip:
      guard byteSkip >= 0 else {
        throw VolumeFileError(.unsupported("byte skip −1 with gzip"), path: path)
      }
      return .deflated(placed, .gzip, skip: byteSkip)
    case .raw where byteSkip == -1:
      let each = voxelBytes / runs.count
      return .plain(
        placed.map { $0.last(each) })
    case .raw:
      return .plain(placed.map { FileRun($0.file, from: $0.range.lowerBound + byteSkip) })
    }
  }
}

extension FileRun {
  /// At most so many bytes at the end.
  func last(_ count: Int) -> FileRun {
    FileRun(file, range: max(range.lowerBound, range.upperBound - count)..<range.upperBound)
  }

  /// What lies behind some lines.
  fileprivate func skippingLines(_ count: Int) throws(VolumeFileError) -> FileRun {
    var left = count
    var place = range.lowerBound
    while left > 0, place < range.upperBound {
      let piece = try file.read(place..<min(place + (1 << 16), range.upperBound))
      for byte in piece where left > 0 {
        place += 1
        if byte == UInt8(ascii: "\n") { left -= 1 }
      }
    }
    return FileRun(file, from: place)
  }
}
