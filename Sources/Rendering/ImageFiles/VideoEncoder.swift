import Faults
import Files
import VolumeModel

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// MPEG-4 video by the program ffmpeg, which gets the frames through a pipe of its own.
public final class VideoEncoder {
  /// The program that encodes.
  public static let program = "ffmpeg"

  /// Where the program is; nil if no folder of `PATH` holds it.
  public static var programPath: String? {
    let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
    return folders.map { "\($0)/\(program)" }.first {
      FileManager.default.isExecutableFile(atPath: $0)
    }
  }

  private let process: ChildProcess
  private let path: String
  /// The file is made in a folder of its own: the program seeks in it.
  private let stage: StagedFiles
  private let complaints: Complaints
  private var socket: Int32

  /// Starts the program.
  ///
  /// - Throws: ``ImageFileError``, `FileWritingError`.
  init(at path: String, like first: Raster, framesPerSecond: Double) throws {
    guard let program = Self.programPath else {
      throw ImageFileError.programMissing(.mp4, program: Self.program)
    }
    try ImageFileFormat.mp4.check(first)
    self.path = path
    stage = try Self.stage(for: path)
    complaints = try Complaints()
    let (ours, theirs) = try Self.connection()
    socket = ours
    defer { _ = close(theirs) }
    do {
      process = try ChildProcess(
        program,
        arguments: Self.arguments(
          first, framesPerSecond: framesPerSecond, output: stage.path(of: Self.name(of: path))),
        input: theirs, complaints: complaints.descriptor)
    } catch {
      _ = close(ours)
      throw ImageFileError.encoderFailed(.mp4, message: "\(program) does not start: \(error)")
    }
  }

  deinit {
    guard socket >= 0 else { return }
    _ = close(socket)
    process.terminate()
    _ = process.wait()
  }

  /// Sends a frame.
  func add(_ frame: Raster) throws(ImageFileError) {
    switch frame.samples {
    case .gray8(let bytes), .rgb8(let bytes):
      guard Self.sendAll(bytes, to: socket) else { throw failure }
    case .gray16: throw .tooManyBits(.mp4)
    }
  }

  /// Waits for the program, and gives the file its name.
  func finish() throws {
    _ = close(socket)
    socket = -1
    guard process.wait() else { throw failure }
    try StagedFiles.commit([StagedFiles.Change(stage)])
  }

  /// What the program said, once it has nothing more to say.
  private var failure: ImageFileError {
    if socket >= 0 {
      _ = close(socket)
      socket = -1
      _ = process.wait()
    }
    let text = complaints.text
    return .encoderFailed(.mp4, message: text.isEmpty ? "\(Self.program) broke off" : text)
  }
}

extension VideoEncoder {
  /// Grey stays grey and keeps its range; sides become even, as the usual colour format needs.
  ///
  /// One thread and no dates: the same pictures give the same bytes.
  private static func arguments(
    _ first: Raster, framesPerSecond: Double, output: String
  ) -> [String] {
    let pixels = first.samples.channels == 1 ? "gray" : "rgb24"
    let filter =
      "pad=ceil(iw/2)*2:ceil(ih/2)*2,scale=in_range=pc:out_range=tv:out_color_matrix=bt709"
    return [
      "-nostdin", "-hide_banner", "-loglevel", "error", "-y", "-f", "rawvideo", "-pixel_format",
      pixels, "-video_size", "\(first.width)x\(first.height)", "-framerate", "\(framesPerSecond)",
      "-i", "pipe:0", "-an", "-vf", filter, "-pix_fmt", "yuv420p", "-colorspace", "bt709",
      "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv", "-crf", "16",
      "-qscale:v", "2", "-threads", "1", "-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v",
      "+bitexact", "-movflags", "+faststart", "-f", "mp4", "file:" + output,
    ]
  }

  /// A place beside the file, whose folder must be there.
  private static func stage(for path: String) throws -> StagedFiles {
    var isFolder = false
    let url = URL(filePath: path)
    let folder = url.deletingLastPathComponent().path
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder),
      isFolder
    else { throw FileWritingError(.cannotCreate, reason: .folderMissing(folder), path: path) }
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) {
      guard !isFolder else {
        throw FileWritingError(.cannotCreate, reason: .isAFolder, path: path)
      }
    }
    return try StagedFiles(in: folder)
  }

  private static func name(of path: String) -> String { URL(filePath: path).lastPathComponent }

  /// Two ends of a connection.
  ///
  /// A socket, not a pipe: a program that goes away is then an error of
  /// the call instead of a signal.
  private static func connection() throws(ImageFileError) -> (ours: Int32, theirs: Int32) {
    var ends: [Int32] = [-1, -1]
    // SAFETY: the call fills the two places.
    let result = unsafe ends.withUnsafeMutableBufferPointer { ends in
      unsafe socketpair(AF_UNIX, streamSocket | closeOnExecution, 0, ends.baseAddress)
    }
    guard result == 0 else { throw .encoderFailed(.mp4, message: "no connection to \(program)") }
    return (ends[0], ends[1])
  }

  #if canImport(Glibc)
    private static let streamSocket = Int32(SOCK_STREAM.rawValue)
    private static let closeOnExecution = Int32(SOCK_CLOEXEC.rawValue)
  #else
    private static let streamSocket = SOCK_STREAM
    private static let closeOnExecution = SOCK_CLOEXEC
  #endif

  /// Sends all bytes; false if the other end is gone.
  private static func sendAll(_ bytes: [UInt8], to socket: Int32) -> Bool {
    // SAFETY: the call asks for bytes of the buffer only.
    unsafe bytes.withUnsafeBytes { buffer in
      unsafe writeAll(buffer, to: socket) { start, count, _ in
        unsafe send(socket, start, count, Int32(MSG_NOSIGNAL))
      } == 0
    }
  }
}

/// What a program writes to standard error, kept in a file without a name.
@safe
private final class Complaints {
  /// Where the program writes to.
  let descriptor: Int32

  /// As much as one line for people holds.
  private static let longest = 400

  init() throws {
    // SAFETY: the call gives a file that vanishes when it is closed, or null.
    guard let file = unsafe tmpfile() else {
      throw ImageFileError.encoderFailed(.mp4, message: "no temporary file")
    }
    unsafe self.file = file
    descriptor = unsafe fileno(file)
  }

  private let file: UnsafeMutablePointer<FILE>

  deinit { _ = unsafe fclose(file) }

  var text: String {
    var bytes = [UInt8](repeating: 0, count: Self.longest)
    // SAFETY: no more is read than there is room for.
    let count = unsafe bytes.withUnsafeMutableBytes {
      unsafe pread(descriptor, $0.baseAddress, $0.count, 0)
    }
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).trimmed
  }
}
