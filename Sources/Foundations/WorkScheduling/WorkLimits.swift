/// Bounds for one call: what it may make, before anything is allocated.
///
/// The defaults are far beyond what one machine shows or prints, and below what makes it useless. Who
/// serves strangers sets lower ones; who knows better sets higher ones.
public struct WorkLimits: Hashable, Sendable {
  /// The most pixels of an image, and rays of a frame: 2²⁸, a gigabyte of values.
  public var imagePixels = 1 << 28

  /// The most pixels of all planes of a stack, and voxels of a new grid: 2³⁶, 256 GiB of values.
  public var stackPixels = 1 << 36

  /// The most planes that are turned about an axis: 100,000.
  public var turnedPlanes = 100_000

  /// The most planes of one request: 100,000.
  public var planes = 100_000

  /// The most samples that a pixel of a slab gathers: 100,000.
  public var slabSamples = 100_000

  /// The most samples of a ray: 2²⁰.
  public var raySamples = 1 << 20

  /// The most steps of which a curve is made: 2²⁰.
  public var curveSteps = 1 << 20

  /// The most bytes that the voxels of one volume may take when it is read: 64 GiB.
  public var volumeBytes = 64 << 30

  /// The most bytes of intermediate results that an object keeps for later calls: 4 GiB.
  ///
  /// What was made last is kept whatever its size.
  public var keptBytes = 4 << 30

  /// The most bytes that the process may hold while the call works: voxels, results, decoders,
  /// compressors and what is kept for later; no bound by default.
  public var memoryBytes = Int.max

  /// The bytes of ``memoryBytes`` that are taken before the call begins: the program itself, and
  /// what the caller holds that the call does not know.
  public var heldBytes = 0

  /// Where the voxels of whole volumes lie that memory has no room for: those that are read, and those
  /// that are made of them; nil refuses such work.
  ///
  /// The bits of all results are the same.
  public var scratch: ScratchFolder?

  /// Whether whole volumes that the call makes lie in ``scratch``.
  package internal(set) var isOnDisk = false

  /// Creates the default bounds.
  public init() {}
}
