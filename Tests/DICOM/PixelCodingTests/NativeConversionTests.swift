import DICOMModel
import TestSupport
import Testing
import WorkScheduling

@testable import PixelCoding

@Suite struct NativeConversionTests {
  /// 8, 16 and 32 bits allocated, every number of stored bits, every high bit.
  static func formats(columns: Int = 13, rows: Int = 5) throws -> [PixelFormat] {
    var formats: [PixelFormat] = []
    for allocated in [8, 16, 32] {
      for stored in 1...allocated {
        for high in (stored - 1)..<allocated {
          for isSigned in [false, true] {
            formats.append(
              try PixelFormat(
                columns: columns, rows: rows, bitsAllocated: allocated, bitsStored: stored,
                highBit: high, isSigned: isSigned))
          }
        }
      }
    }
    return formats
  }

  @Test(arguments: [ByteOrder.littleEndian, .bigEndian])
  func `stored values are the bits below the high bit, whatever lies around them`(
    order: ByteOrder
  ) throws {
    for (seed, format) in try Self.formats(columns: 5, rows: 3).enumerated() {
      let samples = StoredSamples(format, order, seed: UInt64(seed))
      let conversion = NativeConversion(format: format, byteOrder: order)
      let stored = unsafe samples.bytes.withUnsafeBytes { bytes in
        unsafe conversion.storedValues(bytes)
      }
      #expect(stored == samples.values.map { Int32(truncatingIfNeeded: $0) }, "\(format)")
    }
  }

  @Test(arguments: [
    (1.0, 0.0), (1, -1024), (2, 7), (-1, 100), (0.684, 200), (2.0002442, -4047), (1e-6, 0),
  ]) func `modality values are slope times stored plus intercept, rounded once`(
    slope: Double, intercept: Double
  ) throws {
    for (seed, format) in try Self.formats(columns: 5, rows: 3).enumerated() {
      let samples = StoredSamples(format, .littleEndian, seed: UInt64(seed))
      let conversion = NativeConversion(
        format: format, byteOrder: .littleEndian, slope: slope, intercept: intercept)
      let found = conversion.outcome(samples.bytes)
      let expected = samples.values.map { Float(Double($0) * slope + intercept) }
      #expect(found.values == expected, "\(format)")
      #expect(found.range?.lowerBound == samples.values.min(), "\(format)")
      #expect(found.range?.upperBound == samples.values.max(), "\(format)")
    }
  }

  @Test func `padding has its value but no validity, and no part in the range`() throws {
    for (seed, format) in try Self.formats().enumerated() where format.bitsStored > 1 {
      let samples = StoredSamples(format, .bigEndian, seed: UInt64(seed))
      let sorted = samples.values.sorted()
      for padding in [sorted[0]...sorted[0], sorted[20]...sorted[50], sorted[64]...Int(UInt32.max)]
      {
        let found = NativeConversion(
          format: format, byteOrder: .bigEndian, slope: 0.5, intercept: -3, padding: padding
        ).outcome(samples.bytes)
        let valid = samples.values.filter { !padding.contains($0) }
        #expect(found.values == samples.values.map { Float(Double($0) * 0.5 - 3) })
        #expect(found.isValid == samples.values.map { !padding.contains($0) }, "\(format)")
        #expect(found.range?.lowerBound == valid.min())
        #expect(found.range?.upperBound == valid.max())
      }
    }
  }

  @Test(arguments: [ByteOrder.littleEndian, .bigEndian])
  func `words hold the stored values, whatever lies around them`(order: ByteOrder) throws {
    for (seed, format) in try Self.formats().enumerated() where format.bitsAllocated <= 16 {
      let samples = StoredSamples(format, order, seed: UInt64(seed))
      let sorted = samples.values.sorted()
      for padding in [nil, sorted[20]...sorted[50]] {
        let conversion = NativeConversion(format: format, byteOrder: order, padding: padding)
        let found = conversion.stored(samples.bytes)
        #expect(found.words == samples.values.map { UInt16(truncatingIfNeeded: $0) }, "\(format)")
        let valid = samples.values.filter { padding?.contains($0) != true }
        #expect(found.range?.lowerBound == valid.min(), "\(format)")
        #expect(found.range?.upperBound == valid.max(), "\(format)")
        guard let padding else { continue }
        #expect(found.isValid == samples.values.map { !padding.contains($0) }, "\(format)")
      }
      guard order == .littleEndian, format.bitsAllocated == 16 else { continue }
      let conversion = NativeConversion(format: format, byteOrder: order)
      for kernels in SampleKernels.all {
        var words = [UInt16](repeating: 0, count: format.pixelCount)
        let range = unsafe samples.bytes.withUnsafeBytes { bytes in
          unsafe words.withUnsafeMutableBufferPointer {
            unsafe conversion.shiftFast(bytes, words: $0, kernels: kernels)
          }
        }
        #expect(words == samples.values.map { UInt16(truncatingIfNeeded: $0) }, "\(format)")
        #expect(range.lowerBound == sorted.first && range.upperBound == sorted.last, "\(format)")
      }
    }
  }

  @Test func `only samples of up to 16 bits fit words`() throws {
    for format in try Self.formats(columns: 1, rows: 1) {
      let conversion = NativeConversion(format: format, byteOrder: .littleEndian)
      #expect(conversion.fitsWords == (format.bitsAllocated < 32))
    }
  }

  @Test func `a frame of nothing but padding has no range`() throws {
    let format = try PixelFormat(
      columns: 3, rows: 3, bitsAllocated: 16, bitsStored: 16, highBit: 15, isSigned: true)
    let conversion = NativeConversion(
      format: format, byteOrder: .littleEndian, padding: -1...0)
    let found = conversion.outcome([UInt8](repeating: 0xFF, count: 18))
    #expect(found.range == nil)
    #expect(found.isValid.allSatisfy { !$0 })
  }

  @Test func `float arithmetic is used only where it is exact`() throws {
    func isExact(_ bits: Int, _ slope: Double, _ intercept: Double) throws -> Bool {
      let format = try PixelFormat(
        columns: 1, rows: 1, bitsAllocated: 32, bitsStored: bits, highBit: bits - 1,
        isSigned: false)
      return NativeConversion(
        format: format, byteOrder: .littleEndian, slope: slope, intercept: intercept
      ).isExactInFloat
    }
    #expect(try isExact(12, 1, -1024))
    #expect(try isExact(16, 2, -1024))
    #expect(try !isExact(16, 0.5, 0))
    #expect(try !isExact(16, 256, 256))
    #expect(try !isExact(25, 1, 0))
  }
}

@Suite struct PixelFormatTests {
  @Test func `sizes and bits that make no sense are refused`() {
    func format(
      _ columns: Int, _ rows: Int, _ allocated: Int, _ stored: Int, _ high: Int, samples: Int = 1
    ) throws(PixelCodingError) -> PixelFormat {
      try PixelFormat(
        columns: columns, rows: rows, samplesPerPixel: samples, bitsAllocated: allocated,
        bitsStored: stored, highBit: high, isSigned: false)
    }
    #expect(throws: PixelCodingError.badSize(columns: 0, rows: 4)) { try format(0, 4, 16, 12, 11) }
    #expect(throws: PixelCodingError.badSize(columns: 4, rows: -1)) {
      try format(4, -1, 16, 12, 11)
    }
    #expect(throws: PixelCodingError.unsupportedBitsAllocated(64)) { try format(4, 4, 64, 12, 11) }
    #expect(throws: PixelCodingError.unsupportedBitsAllocated(1)) { try format(4, 4, 1, 1, 0) }
    for (stored, high) in [(0, 0), (17, 16), (12, 10), (12, 16), (.max, 15), (12, .max)] {
      #expect(
        throws: PixelCodingError.badBits(allocated: 16, stored: stored, highBit: high)
      ) { try format(4, 4, 16, stored, high) }
    }
    #expect(throws: PixelCodingError.unsupportedSamplesPerPixel(0)) {
      try format(4, 4, 8, 8, 7, samples: 0)
    }
    #expect(throws: Never.self) { try format(65535, 65535, 32, 32, 31) }
  }

  @Test func `stored bits span their range`() throws {
    for isSigned in [false, true] {
      for bits in 1...16 {
        let format = try PixelFormat(
          columns: 1, rows: 1, bitsAllocated: 16, bitsStored: bits, highBit: bits - 1,
          isSigned: isSigned)
        #expect(format.storedRange.count == 1 << bits)
        #expect(format.storedRange.contains(0))
        #expect(format.storedRange.contains(-1) == isSigned)
      }
    }
  }

  @Test func `of two decoders for one syntax the later one wins`() {
    struct Decoder: FrameDecoder {
      let name: UInt8
      let transferSyntaxes: [TransferSyntax]
      func decode(
        _ frame: RawSpan, format: PixelFormat, context: WorkContext
      ) throws(PixelCodingError) -> NativeFrame {
        NativeFrame(bytes: [name], format: format)
      }
    }
    let ours = FrameDecoders([
      Decoder(name: 1, transferSyntaxes: [.rleLossless, .jpegBaseline])
    ])
    let all = ours.adding([Decoder(name: 2, transferSyntaxes: [.jpegBaseline])])
    #expect((all[.rleLossless] as? Decoder)?.name == 1)
    #expect((all[.jpegBaseline] as? Decoder)?.name == 2)
    #expect(all[.jpegLSLossless] == nil)
  }
}
