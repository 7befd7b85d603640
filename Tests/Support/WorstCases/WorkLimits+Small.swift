public import WorkScheduling

extension WorkLimits {
  /// What a server with little memory allows.
  public static var small: WorkLimits {
    var limits = WorkLimits()
    limits.imagePixels = 1 << 14
    limits.stackPixels = 1 << 16
    limits.volumeBytes = 1 << 20
    limits.planes = 1 << 10
    limits.turnedPlanes = 1 << 10
    limits.slabSamples = 200
    limits.raySamples = 500
    limits.curveSteps = 2000
    return limits
  }
}
