extension RawSpan {
  /// The byte at an offset, which must be inside.
  package func byte(at offset: Int) -> Int {
    // SAFETY: every bit pattern is a UInt8; the load checks the offset.
    Int(unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self))
  }

  /// A 16-bit number at an offset, which must be inside with all its bytes.
  package func bigEndian16(at offset: Int) -> Int {
    // SAFETY: every bit pattern is a UInt16; the load checks the offset.
    Int(UInt16(bigEndian: unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self)))
  }

  /// A 32-bit number at an offset, which must be inside with all its bytes.
  package func bigEndian32(at offset: Int) -> Int {
    // SAFETY: every bit pattern is a UInt32; the load checks the offset.
    Int(UInt32(bigEndian: unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self)))
  }

  /// A 32-bit number at an offset, which must be inside with all its bytes.
  package func littleEndian32(at offset: Int) -> Int {
    // SAFETY: every bit pattern is a UInt32; the load checks the offset.
    Int(UInt32(littleEndian: unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self)))
  }
}
