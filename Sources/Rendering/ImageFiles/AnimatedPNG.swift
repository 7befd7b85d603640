import CPNG
public import VolumeModel
public import WorkScheduling

/// Animated PNG: the chunks acTL, fcTL and fdAT around the pixels of single PNG files (PNG third
/// edition, 11.3.6).
final class AnimatedPNG: FrameEncoder {
  /// What is made and not yet handed out.
  private var bytes: [UInt8] = []
  private var isBegun = false
  /// fcTL and fdAT chunks are counted together.
  private var sequence: UInt32 = 0
  private let size: (width: Int, height: Int)
  private let channels: Int
  private let total: Int

  init(like first: Raster, total: Int) {
    size = (first.width, first.height)
    channels = first.samples.channels
    self.total = total
  }

  func add(_ frame: Raster, seconds: Double, context: WorkContext) throws -> [UInt8] {
    precondition(
      frame.width == size.width && frame.height == size.height
        && frame.samples.channels == channels, "frames of a sequence are alike")
    let file = try frame.pngBytes(context: context)
    let chunks = PNGChunks(file)
    if !isBegun {
      bytes += file[..<8]
      for chunk in chunks where chunk.type != "IDAT" && chunk.type != "IEND" {
        append(chunk.type, chunk.data)
      }
      append("acTL", bigEndian(UInt32(total)) + bigEndian(UInt32(0)))
    }
    append("fcTL", control(seconds))
    for chunk in chunks where chunk.type == "IDAT" {
      if isBegun {
        append("fdAT", bigEndian(next()) + chunk.data)
      } else {
        append("IDAT", chunk.data)
      }
    }
    isBegun = true
    return taken()
  }

  func finish() -> [UInt8] {
    append("IEND", [])
    return taken()
  }

  private func taken() -> [UInt8] {
    defer { bytes = [] }
    return bytes
  }

  /// The whole picture, shown for a time, in place of what was there.
  private func control(_ seconds: Double) -> [UInt8] {
    let (count, parts) = Self.fraction(seconds)
    return bigEndian(next()) + bigEndian(UInt32(size.width)) + bigEndian(UInt32(size.height))
      + bigEndian(UInt32(0)) + bigEndian(UInt32(0)) + bigEndian(count) + bigEndian(parts) + [0, 0]
  }

  /// A time as so many parts of a second: hundredths if they are exact, else the finest that fit.
  private static func fraction(_ seconds: Double) -> (UInt16, UInt16) {
    let hundredths = (seconds * 100).rounded()
    let isExact = abs(hundredths - seconds * 100) < 1e-9
    let parts = isExact ? 100 : [10_000, 1000].first { seconds * $0 < 65_535 } ?? 100
    return (UInt16(min(max((seconds * parts).rounded(), 1), 65_535)), UInt16(parts))
  }

  private func next() -> UInt32 {
    defer { sequence += 1 }
    return sequence
  }

  private func append(_ type: String, _ data: some Collection<UInt8>) {
    bytes += bigEndian(UInt32(data.count))
    let start = bytes.count
    bytes += type.utf8
    bytes += data
    // SAFETY: the bytes from the type on, for the time of the call.
    let check = unsafe bytes[start...].withUnsafeBufferPointer {
      unsafe sagitta_png_check($0.baseAddress, $0.count)
    }
    bytes += bigEndian(check)
  }

  private func bigEndian(_ number: UInt16) -> [UInt8] {
    [UInt8(number >> 8), UInt8(number & 255)]
  }

  private func bigEndian(_ number: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }
}

/// The chunks of a PNG file that was just made.
private struct PNGChunks: Sequence, IteratorProtocol {
  private let file: [UInt8]
  private var position = 8

  init(_ file: [UInt8]) { self.file = file }

  mutating func next() -> (type: String, data: ArraySlice<UInt8>)? {
    guard position + 12 <= file.count else { return nil }
    let length = file[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
    let type = String(decoding: file[position + 4..<position + 8], as: UTF8.self)
    let data = file[position + 8..<position + 8 + length]
    position += 12 + length
    return (type, data)
  }
}

extension Raster {
  /// Returns the bytes of an animated PNG file with one frame.
  ///
  /// - Parameter context: Whether to go on; asked between rows.
  /// - Returns: The bytes.
  /// - Throws: ``ImageFileError``, `WorkCancelled`.
  public func apngBytes(context: WorkContext = WorkContext()) throws -> [UInt8] {
    let file = AnimatedPNG(like: self, total: 1)
    return try file.add(self, seconds: 0, context: context) + file.finish()
  }
}
