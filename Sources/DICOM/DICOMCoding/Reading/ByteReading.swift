import DICOMModel

/// Numbers out of bytes: the one unsafe file of this module.
extension RawSpan {
  /// The 16-bit number at an offset; the caller has made sure that it is there.
  func uint16(_ offset: Int, order: ByteOrder) -> UInt16 {
    // SAFETY: RawSpan checks the bounds itself, and every bit pattern is a UInt16.
    let value = unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self)
    return order == .littleEndian ? UInt16(littleEndian: value) : UInt16(bigEndian: value)
  }

  /// The 32-bit number at an offset; the caller has made sure that it is there.
  func uint32(_ offset: Int, order: ByteOrder) -> UInt32 {
    // SAFETY: RawSpan checks the bounds itself, and every bit pattern is a UInt32.
    let value = unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self)
    return order == .littleEndian ? UInt32(littleEndian: value) : UInt32(bigEndian: value)
  }

  /// The byte at an offset; the caller has made sure that it is there.
  func byte(_ offset: Int) -> UInt8 {
    // SAFETY: RawSpan checks the bounds itself, and every bit pattern is a UInt8.
    unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self)
  }

  /// The tag at an offset: two 16-bit numbers.
  func tag(_ offset: Int, order: ByteOrder) -> Tag {
    Tag(uint16(offset, order: order), uint16(offset + 2, order: order))
  }

  /// A copy of the first bytes.
  func copy(first count: Int) -> [UInt8] {
    // SAFETY: the buffer is used within the closure only.
    unsafe extracting(first: count).withUnsafeBytes { bytes in unsafe Array(bytes) }
  }
}

extension [UInt8] {
  /// Lends the bytes to a reader, without copying.
  func withRawSpan<Result, Failure>(
    _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    // SAFETY: bytes have no padding, so that all of them are initialised.
    try body(unsafe span.bytes)
  }
}

extension ArraySlice<UInt8> {
  /// Lends the bytes to a reader, without copying.
  func withRawSpan<Result, Failure>(
    _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    // SAFETY: bytes have no padding, so that all of them are initialised.
    try body(unsafe span.bytes)
  }
}
