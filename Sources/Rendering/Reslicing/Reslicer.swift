import Geometry
public import Sampling
public import VolumeModel
public import WorkScheduling

/// Cuts pictures out of a volume.
///
/// Every value comes from one interpolation in the volume's own grid, sheared and irregular
/// stacks included. A sample is inside when each continuous voxel index lies in [−0.5, n−0.5);
/// between the outermost voxel centre and the rim the edge value holds. Pixels outside, and
/// pixels in whose linear cell a voxel without a measured value has weight, are NaN.
///
/// Results do not depend on the number of workers, nor on the CPU. What can serve more than
/// one picture (B-spline coefficients) is made once and kept, so keep the reslicer: many threads may
/// use it at once.
public final class Reslicer: Sendable {
  /// The volume that is cut.
  public let volume: Volume

  /// Samplers, and what they share from picture to picture.
  let sampling: VolumeSampling

  /// Creates a reslicer; what it needs of the volume is made when it is first used.
  public init(_ volume: Volume) {
    self.volume = volume
    sampling = VolumeSampling(volume)
  }

  /// Returns the values of a plane; it may lie partly or wholly outside the volume.
  ///
  /// - Parameters:
  ///   - plane: Where the pixels lie.
  ///   - slab: What each pixel gathers across the plane; nil for one sample.
  ///   - interpolation: The kernel.
  ///   - antialiasing: What to do where pixels are farther apart than voxels.
  ///   - context: What the call may use.
  /// - Returns: A value for each pixel, NaN where there is none.
  /// - Throws: ``ReslicingError`` for too many pixels or samples; `WorkCancelled`;
  ///   `OutOfMemory`.
  public func plane(
    _ plane: PlaneGeometry, slab: Slab? = nil, interpolation: Interpolation = .linear,
    antialiasing: Antialiasing = .none, context: WorkContext = WorkContext()
  ) throws -> PlaneImage {
    let pixels = Double(plane.width) * Double(plane.height)
    try ReslicingError.check(pixels, limit: context.limits.imagePixels)
    if volume.geometry.isFar(from: plane, thickness: slab?.thickness ?? 0) {
      // Too many samples are refused wherever they lie.
      _ = try slab?.sampleCount(
        finestSpacing: volume.geometry.finestSpacing, limits: context.limits)
      return .empty(plane)
    }
    let resampler = try resampler(
      plane, planes: .none, slab: slab, interpolation: interpolation, antialiasing: antialiasing,
      context: context)
    let count = plane.width * plane.height
    let values = try unsafe [Float](unsafeUninitializedCapacity: count) { buffer, filled in
      let whole = unsafe UnsafeMutableBufferPointer(rebasing: buffer[..<count])
      try unsafe resampler.fill(SharedOutput(whole))
      filled = count
    }
    return PlaneImage(geometry: plane, values: values)
  }

  /// Returns the values of parallel planes.
  ///
  /// Planes along voxel axes are one sweep over the volume; of oblique ones neighbours share
  /// what the cache holds.
  ///
  /// - Parameters:
  ///   - stack: Where the planes lie.
  ///   - slab: What each pixel gathers across its plane; nil for one sample.
  ///   - interpolation: The kernel.
  ///   - antialiasing: What to do where pixels are farther apart than voxels.
  ///   - context: What the call may use.
  /// - Returns: The values of all planes in one block.
  /// - Throws: As ``plane(_:slab:interpolation:antialiasing:context:)``.
  public func stack(
    _ stack: PlaneStack, slab: Slab? = nil, interpolation: Interpolation = .linear,
    antialiasing: Antialiasing = .none, context: WorkContext = WorkContext()
  ) throws -> StackImage {
    let resampler = try stackResampler(
      stack, slab: slab, interpolation: interpolation, antialiasing: antialiasing, context: context)
    let values = try VoxelStorage(count: stack.pixelCount)
    try resampler.fill(SharedOutput(values))
    return StackImage(stack: stack, values: values)
  }

  /// Writes the values of parallel planes, plane after plane, into memory of the caller: a
  /// buffer that serves again saves the cost of fresh pages.
  ///
  /// - Parameters:
  ///   - stack: Where the planes lie; one plane is a stack of one.
  ///   - slab: What each pixel gathers across its plane; nil for one sample.
  ///   - interpolation: The kernel.
  ///   - antialiasing: What to do where pixels are farther apart than voxels.
  ///   - target: Receives the values.
  ///   - context: What the call may use.
  /// - Throws: As ``plane(_:slab:interpolation:antialiasing:context:)``; the target's values are
  ///   then undefined.
  public func write(
    _ stack: PlaneStack, slab: Slab? = nil, interpolation: Interpolation = .linear,
    antialiasing: Antialiasing = .none, into target: inout MutableSpan<Float>,
    context: WorkContext = WorkContext()
  ) throws {
    guard target.count == stack.pixelCount else {
      throw ReslicingError.unfitTarget(needed: stack.pixelCount, available: target.count)
    }
    let resampler = try stackResampler(
      stack, slab: slab, interpolation: interpolation, antialiasing: antialiasing, context: context)
    try unsafe target.withUnsafeMutableBufferPointer { memory in
      try unsafe resampler.fill(SharedOutput(memory))
    }
  }

  func stackResampler(
    _ stack: PlaneStack, slab: Slab?, interpolation: Interpolation,
    antialiasing: Antialiasing, context: WorkContext
  ) throws -> PlaneResampler {
    try ReslicingError.check(Double(stack.pixelCount), limit: context.limits.stackPixels)
    let planes = SampleLattice.Steps(
      step: stack.first.normal * stack.spacing, count: stack.count)
    return try resampler(
      stack.first, planes: planes, slab: slab, interpolation: interpolation,
      antialiasing: antialiasing, context: context)
  }

  private func resampler(
    _ picture: PlaneGeometry, planes: SampleLattice.Steps, slab: Slab?,
    interpolation: Interpolation, antialiasing: Antialiasing, context: WorkContext
  ) throws -> PlaneResampler {
    var samples = SampleLattice.Steps.none
    if let slab {
      let count = try slab.sampleCount(
        finestSpacing: volume.geometry.finestSpacing, limits: context.limits)
      let distance = slab.thickness / Double(max(1, count - 1))
      samples = SampleLattice.Steps(step: picture.normal * distance, count: count)
    }
    let lattice = SampleLattice(
      picture, planes: planes, samples: samples, in: volume.geometry)
    // Planes are thin cuts, however far apart they lie.
    let kernelScale = antialiasing == .none ? SIMD3<Double>.one : lattice.coarsenessInPlane
    return resampler(
      lattice, slab: slab, interpolation: interpolation, kernelScale: kernelScale, context: context)
  }

  /// Computes the values of a lattice by a kernel that is widened along i, j and k: in this
  /// volume, or in a filtered one where the lattice is oblique.
  func resampler(
    _ lattice: SampleLattice, slab: Slab?, interpolation: Interpolation,
    kernelScale: SIMD3<Double>, context: WorkContext
  ) -> PlaneResampler {
    // A label beside another has no label between them.
    var kernelScale = interpolation == .nearest ? .one : kernelScale
    if volume.geometry.slicePositions != nil { kernelScale.z = 1 }
    let isSeparable = slab == nil && lattice.alignment != nil
    let source =
      kernelScale == .one || isSeparable
      ? sampling : smoothed(kernelScale, interpolation: interpolation)
    return PlaneResampler(
      sampling: source, context: context, interpolation: interpolation,
      lattice: lattice, slab: slab, kernelScale: isSeparable ? kernelScale : .one)
  }

  /// The filtered volume, made when it is first needed.
  private func smoothed(
    _ kernelScale: SIMD3<Double>, interpolation: Interpolation
  ) -> VolumeSampling {
    let sampling = sampling
    let smoothing = VolumeSampling.Smoothing(kernelScale: kernelScale, interpolation: interpolation)
    return sampling.smoothed(smoothing) { context in
      try sampling.filteredVoxels(smoothing, context: context)
    }
  }
}
