import Compression
import Files
import Geometry
import VolumeModel
import WorkScheduling

extension VolumeFileReader {
  /// Finds the voxels of an archive of arrays: `voxels`, or the only array of two to four axes,
  /// and `affine`.
  func openNPZ(_ source: ByteSource) throws -> VolumeFile {
    let path = source.name
    let archive = try ZipArchive(ByteReader.opening(source))
    let arrays = try archive.entries.filter { $0.name.hasSuffix(".npy") }
      .map { try ArchivedArray($0, archive: archive) }
    let candidates = arrays.filter {
      $0.name != "affine" && (2...4).contains($0.header.shape.count)
    }
    let array = candidates.first { $0.name == "voxels" } ?? candidates.first
    guard let array, candidates.count == 1 || array.name == "voxels" else {
      throw VolumeFileError(
        .unsupported(
          "arrays \(arrays.map(\.name)): one must be called \"voxels\", or be the only one of two "
            + "to four axes"), path: path)
    }
    let shape = try ArrayShape(array.header, reader: self, path: path)
    var file = try file(
      path, format: .npz, size: shape.size, phases: shape.phases,
      place: place(arrays, archive: archive, path: path),
      stored: array.header.storedFormat(path: path), layout: shape.layout,
      source: array.source)
    file.sum = array.sum
    return file
  }

  private func place(
    _ arrays: [ArchivedArray], archive: ZipArchive, path: String
  ) throws -> VolumePlace {
    guard let affine = arrays.first(where: { $0.name == "affine" }) else {
      guard let spacing = assumedSpacing else { throw VolumeFileError(.noSpacing, path: path) }
      return VolumePlace(spacing: spacing)
    }
    guard let map = AffineMap<VoxelSpace, PatientSpace>(rowMajor: try affine.doubles(path)) else {
      throw VolumeFileError(
        .malformed("the affine is not 4 × 4 numbers that end in 0 0 0 1"), path: path)
    }
    return VolumePlace(map, attributes: SideCar.attributes(inComment: archive.comment))
  }
}

/// An array in an archive, its header read.
private struct ArchivedArray {
  let name: String
  let header: NPYHeader
  let source: VoxelSource
  /// Nil if it is deflated; the stream is compared then.
  let sum: StoredSum?

  init(_ entry: ZipArchive.Entry, archive: ZipArchive) throws {
    let run = try archive.run(entry)
    let start: [UInt8]
    if entry.isDeflated {
      let packed = try run.file.read(
        run.range.lowerBound..<min(run.range.upperBound, run.range.lowerBound + (1 << 17)))
      do {
        start = try Inflation.prefix(of: packed, format: .raw, limit: NPYHeader.longest).bytes
      } catch {
        throw VolumeFileError(error, path: run.file.name)
      }
    } else {
      start = try run.file.read(run.range.prefix(NPYHeader.longest))
    }
    let offset: Int
    (header, offset) = try NPYHeader.parse(start, path: run.file.name)
    name = String(entry.name.dropLast(4))
    source =
      entry.isDeflated
      ? .deflated([run], .raw, skip: offset, sum: entry.sum)
      : .plain([FileRun(run.file, range: run.range.dropFirst(offset))])
    sum = entry.isDeflated ? nil : StoredSum(run, sum: entry.sum)
  }

  /// The numbers of a 4 × 4 array, row by row.
  func doubles(_ path: String) throws -> [Double] {
    let format = try header.storedFormat(path: path)
    guard header.shape == [4, 4], format.type == .float64 || format.type == .float32,
      source.mostBytes >= 16 * format.type.size
    else { throw VolumeFileError(.malformed("the affine is no 4 × 4 array of floats"), path: path) }
    var bytes = [UInt8](repeating: 0, count: 16 * format.type.size)
    let stream = try source.stream(bytes.count)
    try sum?.check(WorkContext(workers: 1))
    try unsafe bytes.withUnsafeMutableBytes { buffer in
      if let stream {
        try unsafe stream.read(into: buffer)
      } else {
        try unsafe source.read(at: 0, into: buffer)
      }
    }
    try stream?.finish()
    let numbers = (0..<16).map { Self.number(bytes, index: $0, format: format) }
    return header.isFortranOrder ? (0..<16).map { numbers[$0 % 4 * 4 + $0 / 4] } : numbers
  }

  private static func number(_ bytes: [UInt8], index: Int, format: StoredFormat) -> Double {
    let size = format.type.size
    let field = bytes[index * size..<(index + 1) * size]
    let bits = (format.isSwapped ? Array(field) : field.reversed()).reduce(UInt64(0)) {
      $0 << 8 | UInt64($1)
    }
    return size == 8
      ? Double(bitPattern: bits) : Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
  }
}

extension Range<Int> {
  fileprivate func prefix(_ count: Int) -> Range<Int> {
    lowerBound..<Swift.min(upperBound, lowerBound + count)
  }

  fileprivate func dropFirst(_ count: Int) -> Range<Int> {
    Swift.min(upperBound, lowerBound + count)..<upperBound
  }
}
