/// What a rendered volume may take at the most, whoever asks.
public struct RenderedLimits: Hashable, Sendable {
  /// Bytes of volumes that are kept or being loaded.
  public var cacheBytes = 4 << 30
  /// Bytes of a volume from which on a first picture of some of its slices is worth its while.
  public var preliminaryBytes = 64 << 20
  /// Pixels of a picture.
  public var pixels = 1 << 24
  /// Pictures of an animation.
  public var frames = 720
  /// Pixels of all pictures of an animation.
  public var animationPixels = 1 << 28
  /// Pixels along a side of a picture whose size nobody asked for.
  public var naturalSide = 4096
  /// Samples across a slab.
  public var slabSamples = 10_000
  /// Parameters of a request.
  public var parameters = 128

  /// The default limits.
  public init() {}
}
