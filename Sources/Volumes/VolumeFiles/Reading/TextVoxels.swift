import Files

/// Voxels written as decimal numbers; they come out as float64 in the machine's byte order.
final class TextVoxels: VoxelStream, @unchecked Sendable {
  private let run: FileRun
  private var bytes: [UInt8] = []
  private var place = 0
  private var offset: Int
  private(set) var position = 0

  private static let pieceLength = 1 << 16
  /// No number needs more characters.
  private static let longestWord = 400

  init(_ run: FileRun) {
    self.run = run
    offset = run.range.lowerBound
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws {
    precondition(buffer.count.isMultiple(of: 8), "numbers come whole")
    for start in stride(from: 0, to: buffer.count, by: 8) {
      guard let number = try nextNumber() else {
        throw VolumeFileError(
          .malformed("\(position / 8) numbers are there, more are promised"), path: run.file.name)
      }
      unsafe buffer.storeBytes(of: number, toByteOffset: start, as: Double.self)
      position += 8
    }
  }

  func finish() {}

  private func nextNumber() throws -> Double? {
    var word: [UInt8] = []
    while let byte = try peek() {
      let isSpace = byte <= 0x20 || byte == UInt8(ascii: ",")
      if isSpace && !word.isEmpty { break }
      place += 1
      if isSpace { continue }
      word.append(byte)
      if word.count > Self.longestWord { break }
    }
    guard !word.isEmpty else { return nil }
    let text = String(decoding: word, as: UTF8.self)
    guard let number = Double(text) else {
      throw VolumeFileError(
        .malformed("\"\(text.prefix(20))\" is no number"), path: run.file.name,
        offset: offset - bytes.count + place - word.count)
    }
    return number
  }

  private func peek() throws -> UInt8? {
    if place == bytes.count {
      let end = min(offset + Self.pieceLength, run.range.upperBound)
      bytes = try run.file.read(offset..<end)
      offset = end
      place = 0
    }
    return place < bytes.count ? bytes[place] : nil
  }
}
