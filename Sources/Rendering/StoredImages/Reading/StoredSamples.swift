import DICOMModel
import PixelCoding

/// The samples of one frame, pixel by pixel, bits around the value masked.
enum StoredSamples {
  /// Whole numbers that fit 32 bits with their sign.
  case integers([Int32])
  /// Floats, and whole numbers that do not.
  case doubles([Double])
}

extension StoredSamples {
  /// Takes native samples out of bytes.
  ///
  /// - Parameters:
  ///   - bytes: Enough of them, as ``FrameSource`` sees to.
  ///   - firstBit: Where the first sample begins.
  ///   - layout: How samples lie; of colours whether planes follow each other.
  ///   - byteOrder: The order of bytes in a word.
  init(
    native bytes: [UInt8], firstBit: Int, layout: SampleLayout, byteOrder: ByteOrder
  ) {
    guard layout.kind == .integer else {
      self = .doubles(Self.floats(bytes, layout: layout, byteOrder: byteOrder))
      return
    }
    let words = SampleWords(
      bytes: bytes, firstBit: firstBit, layout: layout, byteOrder: byteOrder)
    if layout.bitsStored == 32, !layout.isSigned {
      self = .doubles((0..<layout.pixelCount).map { Double(words.value($0)) })
      return
    }
    let values = words.values(count: layout.storedSamples)
    if layout.isSubsampled {
      self = .integers(Self.spread(values))
    } else if layout.isPlanar {
      self = .integers(Self.interleaved(values, layout: layout))
    } else {
      self = .integers(values)
    }
  }

  /// Takes the samples of a decoded frame.
  init(decoded frame: NativeFrame, isPlanar: Bool) {
    let format = frame.format
    let layout = SampleLayout(format, isPlanar: isPlanar)
    self.init(native: frame.bytes, firstBit: 0, layout: layout, byteOrder: .littleEndian)
  }

  /// Y, Y, Cb, Cr → Y, Cb, Cr of both pixels (PS3.3 C.7.6.3.1.2).
  private static func spread(_ values: [Int32]) -> [Int32] {
    var pixels: [Int32] = []
    pixels.reserveCapacity(values.count / 2 * 3)
    for n in stride(from: 0, to: values.count - 3, by: 4) {
      let colors = [values[n + 2], values[n + 3]]
      pixels.append(values[n])
      pixels += colors
      pixels.append(values[n + 1])
      pixels += colors
    }
    return pixels
  }

  private static func interleaved(_ values: [Int32], layout: SampleLayout) -> [Int32] {
    let count = layout.pixelCount
    var pixels = [Int32](repeating: 0, count: values.count)
    for channel in 0..<layout.channels {
      for pixel in 0..<count {
        pixels[pixel * layout.channels + channel] = values[channel * count + pixel]
      }
    }
    return pixels
  }

  private static func floats(
    _ bytes: [UInt8], layout: SampleLayout, byteOrder: ByteOrder
  ) -> [Double] {
    let size = layout.bitsAllocated / 8
    return (0..<layout.pixelCount).map { pixel in
      let word = (0..<size).reduce(UInt64(0)) { word, byte in
        let place = byteOrder == .littleEndian ? size - 1 - byte : byte
        return word << 8 | UInt64(bytes[pixel * size + place])
      }
      return size == 4
        ? Double(Float(bitPattern: UInt32(truncatingIfNeeded: word))) : Double(bitPattern: word)
    }
  }
}

extension SampleLayout {
  /// The layout of decoded words.
  init(_ format: PixelFormat, isPlanar: Bool) {
    columns = format.columns
    rows = format.rows
    channels = format.samplesPerPixel
    bitsAllocated = format.bitsAllocated
    bitsStored = format.bitsStored
    highBit = format.highBit
    isSigned = format.isSigned
    kind = .integer
    self.isPlanar = isPlanar
    isSubsampled = false
  }
}

/// Words of 1 to 32 bits, one after the other.
///
/// Words of other sizes than whole bytes follow each other bit by bit, the lowest first (PS3.5
/// 8.1.1).
struct SampleWords {
  private let bytes: [UInt8]
  private let firstBit: Int
  private let layout: SampleLayout
  private let byteOrder: ByteOrder

  init(bytes: [UInt8], firstBit: Int, layout: SampleLayout, byteOrder: ByteOrder) {
    self.bytes = bytes
    self.firstBit = firstBit
    self.layout = layout
    self.byteOrder = byteOrder
  }

  /// The whole word of a sample, bits around the value included.
  @inline(__always)
  func word(_ n: Int) -> UInt32 {
    let first = firstBit / 8
    switch layout.bitsAllocated {
    case 8: return UInt32(bytes[first + n])
    case 16:
      let place = first + 2 * n
      let pair = (UInt32(bytes[place]), UInt32(bytes[place + 1]))
      return byteOrder == .littleEndian ? pair.0 | pair.1 << 8 : pair.1 | pair.0 << 8
    case 32:
      return (0..<4).reduce(UInt32(0)) { word, byte in
        let place = byteOrder == .littleEndian ? 3 - byte : byte
        return word << 8 | UInt32(bytes[first + 4 * n + place])
      }
    default: return bits(n)
    }
  }

  private func bits(_ n: Int) -> UInt32 {
    let size = layout.bitsAllocated
    let start = firstBit + n * size
    var word: UInt32 = 0
    for bit in 0..<size {
      let place = start + bit
      word |= UInt32(bytes[place >> 3] >> UInt8(place & 7) & 1) << UInt32(bit)
    }
    return word
  }

  /// The value of a sample.
  @inline(__always)
  func value(_ n: Int) -> Int64 {
    let up = UInt32(31 - layout.highBit)
    let down = UInt32(32 - layout.bitsStored)
    let raised = word(n) << up
    return layout.isSigned
      ? Int64(Int32(bitPattern: raised) >> Int32(down)) : Int64(raised >> down)
  }

  /// All values, which fit 32 bits with their sign.
  func values(count: Int) -> [Int32] {
    (0..<count).map { Int32(truncatingIfNeeded: value($0)) }
  }
}
