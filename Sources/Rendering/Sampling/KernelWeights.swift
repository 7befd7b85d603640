import CKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The weights of an interpolation's taps as functions of the fraction between two voxels.
package struct KernelWeights: Sendable {
  package let interpolation: Interpolation

  package init(_ interpolation: Interpolation) {
    self.interpolation = interpolation
  }

  /// Returns the weights of the taps, the first of which is voxel `taps / 2 − 1` before the
  /// cell; for nearest the weight of the cell's own voxel.
  package func weights(at t: Double) -> [Double] {
    switch interpolation {
    case .nearest: [1]
    case .linear: [1 - t, t]
    case .catmullRom, .cubic:
      (0..<4).map { tap in
        cubicPieces.reversed().reduce(0) { $0 * t + $1[tap] }
      }
    case .lanczos: Self.lanczos(3, t)
    case .lanczos4: Self.lanczos(4, t)
    }
  }

  /// Polynomial coefficients `[power][tap]` of the cubic kernels.
  package var cubicPieces: [[Double]] {
    interpolation == .cubic
      ? [[1, 4, 1, 0], [-3, 0, 3, 0], [3, -6, 3, 0], [-1, 3, -3, 1]].map { $0.map { $0 / 6 } }
      : [[0, 2, 0, 0], [-1, 0, 1, 0], [2, -5, 4, -1], [-1, 3, -3, 1]].map { $0.map { $0 / 2 } }
  }

  private static func lanczos(_ lobes: Int, _ t: Double) -> [Double] {
    let taps = (1 - lobes...lobes).map { tap -> Double in
      let x = t - Double(tap)
      return sinc(x) * sinc(x / Double(lobes))
    }
    let sum = taps.reduce(0, +)
    return taps.map { $0 / sum }
  }

  private static func sinc(_ x: Double) -> Double {
    // Whole numbers are exact, so that voxel centres get their voxels.
    if x == 0 { return 1 }
    if x == x.rounded(), abs(x) < 5 { return 0 }
    return sin(.pi * x) / (.pi * x)
  }
}

extension Interpolation {
  /// The kernel as the loops want it, for a volume whose slices are evenly spaced or not.
  func kernel(irregular: Bool) -> SGKernel {
    var kernel = unsafe SGKernel()
    unsafe kernel.prefetch = SG_PREFETCH_LINE
    let along = Int32(taps)
    unsafe kernel.taps = (along, along, irregular && isWide ? 2 : along)
    unsafe kernel.border = self == .cubic ? SG_MIRROR : SG_CLAMP
    switch self {
    case .nearest: unsafe kernel.kind = SG_NEAREST
    case .linear: unsafe kernel.kind = SG_LINEAR
    case .catmullRom, .cubic:
      unsafe kernel.kind = SG_CUBIC
      let c = KernelWeights(self).cubicPieces.map { $0.map(Float.init) }
      unsafe kernel.coefficients = (
        (c[0][0], c[0][1], c[0][2], c[0][3]), (c[1][0], c[1][1], c[1][2], c[1][3]),
        (c[2][0], c[2][1], c[2][2], c[2][3]), (c[3][0], c[3][1], c[3][2], c[3][3])
      )
    case .lanczos, .lanczos4:
      unsafe kernel.kind = SG_TABLE
      unsafe kernel.table = (self == .lanczos ? WeightTable.lanczos3 : .lanczos4).base
    }
    return unsafe kernel
  }
}

/// Weights at equal steps between two voxels; the loops interpolate between them linearly,
/// which moves a weight by at most 6e-6.
@safe
private struct WeightTable: @unchecked Sendable {
  // Sendable: written once, before anyone reads it; lives as long as the program.
  let base: UnsafePointer<Float>

  static let lanczos3 = WeightTable(.lanczos)
  static let lanczos4 = WeightTable(.lanczos4)

  private init(_ interpolation: Interpolation) {
    let phases = Int(SG_TABLE_PHASES)
    let width = Int(SG_MAX_TAPS)
    let count = (phases + 1) * width
    let table = UnsafeMutablePointer<Float>.allocate(capacity: count)
    unsafe table.initialize(repeating: 0, count: count)
    for phase in 0...phases {
      let weights = KernelWeights(interpolation).weights(at: Double(phase) / Double(phases))
      for (tap, weight) in weights.enumerated() {
        // SAFETY: an interpolation has at most SG_MAX_TAPS taps.
        unsafe table[phase * width + tap] = Float(weight)
      }
    }
    unsafe base = UnsafePointer(table)
  }
}
