/// Memory that several workers fill, each the rays of its own tiles.
@safe
struct SharedRays: @unchecked Sendable {
  // Sendable: tiles of different workers do not overlap; whoever hands them out sees to it.
  let base: UnsafeMutablePointer<Float>

  init?(_ buffer: UnsafeMutableBufferPointer<Float>) {
    // An empty array has an address too.
    guard let base = buffer.baseAddress, !buffer.isEmpty else { return nil }
    unsafe self.base = base
  }
}

/// Memory that several workers fill, each the pixels of its own tiles.
@safe
struct SharedBytes: @unchecked Sendable {
  // Sendable: as above.
  let base: UnsafeMutablePointer<UInt8>

  init?(_ buffer: UnsafeMutableBufferPointer<UInt8>) {
    guard let base = buffer.baseAddress, !buffer.isEmpty else { return nil }
    unsafe self.base = base
  }
}
