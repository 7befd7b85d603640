package import Sampling
package import VolumeModel
package import WorkScheduling

extension Reslicer {
  /// Returns the values of some planes of a stack, the same bits as the whole stack has there.
  ///
  /// - Parameters:
  ///   - range: Which of the planes.
  ///   - stack: Where all planes lie.
  ///   - slab: What each pixel gathers across its plane; nil for one sample.
  ///   - interpolation: The kernel.
  ///   - antialiasing: What to do where pixels are farther apart than voxels.
  ///   - context: What the call may use.
  /// - Returns: An image for each plane of the range.
  /// - Throws: As ``plane(_:slab:interpolation:antialiasing:context:)``.
  /// - Precondition: The stack has the planes, at least one.
  package func planes(
    _ range: Range<Int>, of stack: PlaneStack, slab: Slab? = nil,
    interpolation: Interpolation = .linear, antialiasing: Antialiasing = .none,
    context: WorkContext = WorkContext()
  ) throws -> [PlaneImage] {
    let thickness = slab?.thickness ?? 0
    let areFar = try range.allSatisfy {
      volume.geometry.isFar(from: try stack.plane($0), thickness: thickness)
    }
    if areFar { return try range.map { .empty(try stack.plane($0)) } }
    let made = Self.withNeighbour(range, count: stack.count)
    let pixels = stack.first.width * stack.first.height
    let values = try VoxelStorage(count: pixels * made.count)
    try stackResampler(
      stack, slab: slab, interpolation: interpolation, antialiasing: antialiasing,
      context: context
    ).planes(made).fill(SharedOutput(values))
    return try range.map { index in
      let first = (index - made.lowerBound) * pixels
      // SAFETY: the storage has the pixels of all planes of the range.
      let own = unsafe values.withVoxels { unsafe [Float]($0[first..<first + pixels]) }
      return PlaneImage(geometry: try stack.plane(index), values: own)
    }
  }

  /// A single plane is made together with a neighbour: along one place of an axis, sums are formed
  /// in another order than along several, and round differently.
  private static func withNeighbour(_ range: Range<Int>, count: Int) -> Range<Int> {
    guard range.count == 1, count > 1 else { return range }
    return range.lowerBound == 0 ? 0..<2 : range.lowerBound - 1..<range.upperBound
  }
}

extension PlaneResampler {
  /// The same for some of the planes.
  fileprivate func planes(_ range: Range<Int>) -> PlaneResampler {
    PlaneResampler(
      sampling: sampling, context: context, interpolation: interpolation,
      lattice: lattice.planes(range), slab: slab, kernelScale: kernelScale)
  }
}
