import Geometry
public import Sampling
import Synchronization
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
/// one picture (B-spline coefficients) is made once and kept, so keep the reslicer.
public final class Reslicer: Sendable {
  /// The volume that is cut.
  public let volume: Volume

  /// Spreads the work over the cores; carries the cancellation.
  public let context: WorkContext

  /// Samplers, and what they share from picture to picture.
  let sampling: VolumeSampling

  /// The volume filtered for coarse pictures, the last one that was needed.
  private let smooth = Mutex<Smooth?>(nil)

  private struct Smooth {
    let stretch: SIMD3<Double>
    let interpolation: Interpolation
    let reslicer: Reslicer
  }

  /// Creates a reslicer.
  public init(_ volume: Volume, context: WorkContext = WorkContext()) {
    (self.volume, self.context) = (volume, context)
    sampling = VolumeSampling(volume)
  }

  /// Returns the values of a plane; it may lie partly or wholly outside the volume.
  ///
  /// - Parameters:
  ///   - plane: Where the pixels lie.
  ///   - slab: What each pixel gathers across the plane; nil for one sample.
  ///   - interpolation: The kernel.
  ///   - antialiasing: What to do where pixels are farther apart than voxels.
  /// - Returns: A value for each pixel, NaN where there is none.
  /// - Throws: ``ReslicingError`` for too many pixels or samples; `WorkCancelled`;
  ///   `OutOfMemory`.
  public func plane(
    _ plane: PlaneGeometry, slab: Slab? = nil, interpolation: Interpolation = .linear,
    antialiasing: Antialiasing = .none
  ) throws -> PlaneImage {
    let pixels = Double(plane.width) * Double(plane.height)
    guard pixels <= Double(PictureLayout.maximumPixels) else {
      throw ReslicingError.tooManyPixels(pixels)
    }
    let filling = try filling(plane, .none, slab, interpolation, antialiasing)
    let count = plane.width * plane.height
    let values = try unsafe [Float](unsafeUninitializedCapacity: count) { buffer, filled in
      let whole = unsafe UnsafeMutableBufferPointer(rebasing: buffer[..<count])
      try unsafe filling.fill(SharedOutput(whole))
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
  /// - Returns: The values of all planes in one block.
  /// - Throws: As ``plane(_:slab:interpolation:antialiasing:)``.
  public func stack(
    _ stack: PlaneStack, slab: Slab? = nil, interpolation: Interpolation = .linear,
    antialiasing: Antialiasing = .none
  ) throws -> StackImage {
    let values = try VoxelStorage(count: stack.pixelCount)
    try stackFilling(stack, slab, interpolation, antialiasing).fill(SharedOutput(values))
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
  /// - Precondition: The target has `stack.pixelCount` elements.
  /// - Throws: As ``plane(_:slab:interpolation:antialiasing:)``; the target's values are then
  ///   undefined.
  public func write(
    _ stack: PlaneStack, slab: Slab? = nil, interpolation: Interpolation = .linear,
    antialiasing: Antialiasing = .none, into target: inout MutableSpan<Float>
  ) throws {
    precondition(target.count == stack.pixelCount, "the target has one element for each pixel")
    let filling = try stackFilling(stack, slab, interpolation, antialiasing)
    try unsafe target.withUnsafeMutableBufferPointer { memory in
      try unsafe filling.fill(SharedOutput(memory))
    }
  }

  private func stackFilling(
    _ stack: PlaneStack, _ slab: Slab?, _ interpolation: Interpolation,
    _ antialiasing: Antialiasing
  ) throws -> PlaneFilling {
    let planes = SampleLattice.Steps(
      step: stack.first.normal * stack.spacing, count: stack.count)
    return try filling(stack.first, planes, slab, interpolation, antialiasing)
  }

  private func filling(
    _ picture: PlaneGeometry, _ planes: SampleLattice.Steps, _ slab: Slab?,
    _ interpolation: Interpolation, _ antialiasing: Antialiasing
  ) throws -> PlaneFilling {
    var samples = SampleLattice.Steps.none
    if let slab {
      let count = try slab.sampleCount(finestSpacing: volume.geometry.finestSpacing)
      let distance = slab.thickness / Double(max(1, count - 1))
      samples = SampleLattice.Steps(step: picture.normal * distance, count: count)
    }
    let lattice = SampleLattice(
      picture, planes: planes, samples: samples, in: volume.geometry)
    // Planes are thin cuts, however far apart they lie.
    let stretch = antialiasing == .none ? SIMD3<Double>.one : lattice.coarsenessInPlane
    return try filling(lattice, slab, interpolation, stretch: stretch)
  }

  /// Computes the values of a lattice by a kernel that is widened along i, j and k: in this
  /// volume, or in a filtered one where the lattice is oblique.
  func filling(
    _ lattice: SampleLattice, _ slab: Slab?, _ interpolation: Interpolation,
    stretch: SIMD3<Double>
  ) throws -> PlaneFilling {
    // A label beside another has no label between them.
    var stretch = interpolation == .nearest ? .one : stretch
    if volume.geometry.slicePositions != nil { stretch.z = 1 }
    let isSeparable = slab == nil && lattice.alignment != nil
    let source = stretch == .one || isSeparable ? self : try smoothed(stretch, interpolation)
    return PlaneFilling(
      sampling: source.sampling, context: context, interpolation: interpolation,
      lattice: lattice, slab: slab, stretch: isSeparable ? stretch : .one)
  }

  /// The reslicer of the filtered volume, made once for pictures of the same coarseness.
  private func smoothed(
    _ stretch: SIMD3<Double>, _ interpolation: Interpolation
  ) throws -> Reslicer {
    try smooth.withLock { kept in
      if let kept, kept.stretch == stretch, kept.interpolation == interpolation {
        return kept.reslicer
      }
      let made = Reslicer(
        try filtered(by: stretch, interpolation), context: context)
      kept = Smooth(stretch: stretch, interpolation: interpolation, reslicer: made)
      return made
    }
  }
}
