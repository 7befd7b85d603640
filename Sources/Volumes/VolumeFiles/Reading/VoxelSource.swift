import Compression
import Files
import WorkScheduling

/// Where the bytes of the voxels are, and how they are packed.
enum VoxelSource: Sendable {
  /// As they are, one run after the other.
  case plain([FileRun])
  /// Deflated; `skip` bytes lie before the voxels of what comes out, which comes to `sum` if the
  /// format itself does not say it.
  case deflated([FileRun], CompressedFormat, skip: Int, sum: Checksum? = nil)
  /// In chunks, each packed by itself.
  case chunks(ZarrChunks)
  /// As decimal numbers between spaces; they come out as float64.
  case text(FileRun)

  /// The first file.
  var path: String {
    switch self {
    case .plain(let runs), .deflated(let runs, _, _, _): runs.first?.file.name ?? ""
    case .chunks(let chunks): chunks.array.document.path
    case .text(let run): run.file.name
    }
  }

  /// The most voxel bytes that can be there, before anything is unpacked.
  var mostBytes: Int {
    switch self {
    case .plain(let runs): runs.reduce(0) { $0 + $1.range.count }
    // Deflate gains at most a factor of 1032.
    case .deflated(let runs, _, _, _): runs.reduce(0) { $0 + $1.range.count } * 1032
    // Chunks that are not there are full of one value.
    case .chunks: .max
    // A digit and a space for each number.
    case .text(let run): (run.range.count + 1) / 2 * 8
    }
  }

  /// Fills a buffer with voxel bytes from an offset on.
  ///
  /// - Precondition: The source is plain, and the bytes are there.
  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws {
    guard case .plain(let runs) = self else { preconditionFailure("only plain bytes are placed") }
    var start = offset
    var done = 0
    for run in runs where done < buffer.count {
      guard start < run.range.count else {
        start -= run.range.count
        continue
      }
      let count = min(run.range.count - start, buffer.count - done)
      try unsafe run.file.read(
        at: run.range.lowerBound + start,
        into: UnsafeMutableRawBufferPointer(rebasing: buffer[done..<done + count]))
      start = 0
      done = done + count
    }
    precondition(done == buffer.count, "sizes were checked against the bytes")
  }

  /// The `count` voxel bytes from the first one on; nil if they are plain and need no order.
  func stream(
    _ count: Int, context: WorkContext = WorkContext(workers: 1)
  ) throws -> (any VoxelStream)? {
    switch self {
    case .plain: nil
    case .deflated(let runs, let format, let skip, let sum):
      try InflatedVoxels(
        InflatingReader(
          format, source: CompressedSource(runs), sum: sum, expected: skip + count, context: context
        ),
        skip: skip, path: path)
    case .chunks(let chunks): ZarrVoxels(chunks, context: context)
    case .text(let run): TextVoxels(run)
    }
  }
}

/// Voxel bytes that come one after the other; one thread at a time reads them.
protocol VoxelStream: AnyObject, Sendable {
  /// Voxel bytes read so far.
  var position: Int { get }
  /// Fills a buffer with the next bytes; fails if there are fewer.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws
  /// Passes over bytes.
  func skip(_ count: Int) throws
  /// Looks whether what is packed is intact up to its end, once all voxels were read.
  func finish() throws
}

extension VoxelStream {
  /// Passes over bytes.
  func skip(_ count: Int) throws {
    var scratch = [UInt8](repeating: 0, count: min(count, 1 << 18))
    var left = count
    while left > 0 {
      let part = min(left, scratch.count)
      try unsafe scratch.withUnsafeMutableBytes {
        try unsafe read(into: UnsafeMutableRawBufferPointer(rebasing: $0[..<part]))
      }
      left -= part
    }
  }
}

/// Voxels that are deflated.
final class InflatedVoxels: VoxelStream, @unchecked Sendable {
  private let reader: InflatingReader
  private let path: String
  private(set) var position = 0

  init(_ reader: InflatingReader, skip: Int, path: String) throws {
    self.reader = reader
    self.path = path
    try self.skip(skip)
    position = 0
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws {
    do {
      let count = try unsafe reader.read(into: buffer)
      guard count == buffer.count else {
        throw VolumeFileError(
          .truncated(needed: position + buffer.count, available: position + count), path: path)
      }
    } catch let error as CompressionError {
      throw VolumeFileError(error, path: path)
    }
    position += buffer.count
  }

  func finish() throws {
    do {
      // More than was promised is tolerated, as everywhere; the checksum is seen only at the end.
      try reader.finishMember(within: Self.mostBehind)
    } catch let error as CompressionError {
      throw VolumeFileError(error, path: path)
    }
  }

  /// Bytes behind the last voxel that are passed over for the sake of the checksum behind them.
  private static let mostBehind = 1 << 20
}

extension CompressedSource {
  /// The bytes of runs, one after the other.
  init(_ runs: [FileRun]) {
    let source = VoxelSource.plain(runs)
    unsafe self.init(count: source.mostBytes) { try unsafe source.read(at: $0, into: $1) }
  }
}

extension VolumeFileError {
  init(_ error: CompressionError, path: String) {
    switch error.reason {
    case .truncated: self.init(.malformed("the compressed bytes end too soon"), path: path)
    default: self.init(.malformed(error.description), path: path)
    }
  }
}
