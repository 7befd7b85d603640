/// One of the bytes of every sample, as a segment fills it.
///
/// Segments of the more significant bytes come first; later ones leave theirs alone. Samples are
/// little-endian, in the file as on the machines this package runs on.
protocol ByteLane {
  /// Writes the byte of one pixel, which must be inside.
  func put(_ byte: UInt8, at pixel: Int)

  /// Writes the bytes of sixteen pixels, which must be inside.
  func put(_ block: SIMD16<UInt8>, at pixel: Int)
}

// SAFETY of all lanes: callers see to it that the pixels are inside.

/// The only byte of 8-bit samples.
@safe struct OnlyLane: ByteLane {
  let samples: UnsafeMutableRawBufferPointer

  @inline(__always)
  func put(_ byte: UInt8, at pixel: Int) {
    unsafe samples.storeBytes(of: byte, toByteOffset: pixel, as: UInt8.self)
  }

  @inline(__always)
  func put(_ block: SIMD16<UInt8>, at pixel: Int) {
    unsafe samples.storeBytes(of: block, toByteOffset: pixel, as: SIMD16<UInt8>.self)
  }
}

/// The more significant byte of 16-bit samples; clears the other one.
@safe struct HighLane: ByteLane {
  let samples: UnsafeMutableRawBufferPointer

  @inline(__always)
  func put(_ byte: UInt8, at pixel: Int) {
    unsafe samples.storeBytes(of: byte, toByteOffset: pixel &* 2 &+ 1, as: UInt8.self)
  }

  @inline(__always)
  func put(_ block: SIMD16<UInt8>, at pixel: Int) {
    let words = SIMD16<UInt16>(truncatingIfNeeded: block) &<< 8
    unsafe samples.storeBytes(of: words, toByteOffset: pixel &* 2, as: SIMD16<UInt16>.self)
  }
}

/// The less significant byte of 16-bit samples.
@safe struct LowLane: ByteLane {
  let samples: UnsafeMutableRawBufferPointer

  @inline(__always)
  func put(_ byte: UInt8, at pixel: Int) {
    unsafe samples.storeBytes(of: byte, toByteOffset: pixel &* 2, as: UInt8.self)
  }

  @inline(__always)
  func put(_ block: SIMD16<UInt8>, at pixel: Int) {
    let high = unsafe samples.loadUnaligned(
      fromByteOffset: pixel &* 2, as: SIMD16<UInt16>.self)
    let words = (high & 0xFF00) | SIMD16<UInt16>(truncatingIfNeeded: block)
    unsafe samples.storeBytes(of: words, toByteOffset: pixel &* 2, as: SIMD16<UInt16>.self)
  }
}

/// One byte of wider pixels: of samples of many bytes, or of several samples.
@safe struct WideLane: ByteLane {
  let samples: UnsafeMutableRawBufferPointer
  let bytesPerPixel: Int
  /// The byte's place in a pixel, from 0.
  let place: Int

  @inline(__always)
  func put(_ byte: UInt8, at pixel: Int) {
    unsafe samples.storeBytes(
      of: byte, toByteOffset: pixel &* bytesPerPixel &+ place, as: UInt8.self)
  }

  @inline(__always)
  func put(_ block: SIMD16<UInt8>, at pixel: Int) {
    for n in 0..<16 { put(block[n], at: pixel &+ n) }
  }
}
