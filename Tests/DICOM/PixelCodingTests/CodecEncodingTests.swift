import PixelCoding
import Testing
import TestSupport

@Suite struct CodecEncodingTests {
  /// Little-endian samples: noise, runs, ramps, extremes, or one value.
  static func frame(
    _ columns: Int, _ rows: Int, bits: Int, isSigned: Bool = false, seed: UInt64
  ) throws -> NativeFrame {
    var generator = SeededRandom(seed)
    let format = try PixelFormat(
      columns: columns, rows: rows, bitsAllocated: bits > 8 ? 16 : 8, bitsStored: bits,
      highBit: bits - 1, isSigned: isSigned)
    let mask = 1 << bits - 1
    let kind = Int(seed % 5)
    var value = Int.random(in: 0...mask, using: &generator)
    var bytes: [UInt8] = []
    for n in 0..<columns * rows {
      switch kind {
      case 0: value = Int.random(in: 0...mask, using: &generator)
      case 1: if Int.random(in: 0..<9, using: &generator) == 0 { value = (value + 1) & mask }
      case 2: value = (n % columns + n / columns * 3) & mask
      case 3: value = Bool.random(using: &generator) ? mask : 0
      default: break
      }
      bytes.append(UInt8(value & 255))
      if bits > 8 { bytes.append(UInt8(value >> 8)) }
    }
    return NativeFrame(bytes: bytes, format: format)
  }

  static let sizes = [(1, 1), (1, 40), (40, 1), (7, 5), (130, 3), (257, 20), (64, 64)]

  @Test(arguments: [8, 16], 0...9 as ClosedRange<UInt64>)
  func `what RLE packs is what it unpacks to`(bits: Int, seed: UInt64) throws {
    for (columns, rows) in Self.sizes {
      let frame = try Self.frame(columns, rows, bits: bits, seed: seed)
      let packed = try RLEEncoder().encode(frame)
      #expect(packed.count.isMultiple(of: 2))
      #expect(try RLEDecoder().decode(packed, format: frame.format).bytes == frame.bytes)
    }
  }

  @Test func `RLE makes equal samples small, and noise hardly larger`() throws {
    let flat = try Self.frame(256, 64, bits: 16, seed: 4)
    #expect(try RLEEncoder().encode(flat).count == 64 + 2 * 64 * 2 * 2)
    let noise = try Self.frame(256, 64, bits: 16, seed: 0)
    #expect(try RLEEncoder().encode(noise).count <= 64 + 2 * 64 * (256 + 2))
  }

  @Test(arguments: 2...16, 0...4 as ClosedRange<UInt64>)
  func `what JPEG-LS encodes is what it decodes to`(bits: Int, seed: UInt64) throws {
    for (columns, rows) in Self.sizes {
      for isSigned in [false, true] {
        let frame = try Self.frame(columns, rows, bits: bits, isSigned: isSigned, seed: seed)
        let stream = try JPEGLSEncoder().encode(frame)
        let decoded = try JPEGLSDecoder().decode(stream, format: frame.format)
        #expect(decoded.storedValues == frame.storedValues, "\(columns)×\(rows)")
      }
    }
  }

  @Test func `JPEG-LS has no marker inside its scan`() throws {
    let frame = try Self.frame(257, 40, bits: 16, seed: 0)
    let stream = try JPEGLSEncoder().encode(frame)
    let scan = stream.dropFirst(25).dropLast(2)
    #expect(zip(scan, scan.dropFirst()).allSatisfy { $0 != 0xFF || $1 < 0x80 })
  }

  @Test func `samples that JPEG-LS has no stream for are refused`() throws {
    for (allocated, stored, high) in [(8, 1, 0), (16, 12, 15), (32, 20, 19)] {
      let format = try PixelFormat(
        columns: 2, rows: 2, bitsAllocated: allocated, bitsStored: stored, highBit: high,
        isSigned: false)
      let frame = NativeFrame(
        bytes: [UInt8](repeating: 0, count: format.frameBytes), format: format)
      #expect(throws: PixelCodingError.self) { try JPEGLSEncoder().encode(frame) }
    }
  }
}
