/// Memory that several workers fill, each its own part.
@safe
struct SharedOutput: @unchecked Sendable {
  // Sendable: parts of different workers do not overlap; whoever hands them out sees to it.
  private let base: UnsafeMutableBufferPointer<Float>

  init(_ base: UnsafeMutableBufferPointer<Float>) {
    unsafe self.base = base
  }

  /// Returns the values of `range`.
  ///
  /// - Precondition: The range lies in the memory, and nobody else uses it meanwhile.
  func part(_ range: Range<Int>) -> UnsafeMutableBufferPointer<Float> {
    unsafe UnsafeMutableBufferPointer(rebasing: base[range])
  }
}
