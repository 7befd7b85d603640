import CRayKernels
import Sampling

extension RayInterpolation {
  /// The kernel of planes that samples of the same voxels or coefficients.
  var ofSameSource: Interpolation {
    switch self {
    case .linear: .linear
    case .catmullRom, .smooth: .catmullRom
    case .cubic: .cubic
    }
  }

  /// The kernel of planes that has the same weights.
  fileprivate var ofSameWeights: Interpolation { self == .smooth ? .cubic : ofSameSource }
}

extension SRCubic {
  /// The kernel as rays want it; nil for the linear one.
  init?(_ interpolation: RayInterpolation) {
    guard interpolation != .linear else { return nil }
    self.init()
    let pieces = KernelWeights(interpolation.ofSameWeights).cubicPieces
    let w = pieces.map { $0.map(Float.init) }
    weights = (
      (w[0][0], w[0][1], w[0][2], w[0][3]), (w[1][0], w[1][1], w[1][2], w[1][3]),
      (w[2][0], w[2][1], w[2][2], w[2][3]), (w[3][0], w[3][1], w[3][2], w[3][3])
    )
    let s = Self.slopes(of: pieces)
    slopes = (
      (s[0][0], s[0][1], s[0][2], 0), (s[1][0], s[1][1], s[1][2], 0),
      (s[2][0], s[2][1], s[2][2], 0)
    )
    isMirrored = interpolation == .cubic ? 1 : 0
  }

  /// What the differences from tap to tap count in the derivative: as much as all taps behind them.
  private static func slopes(of pieces: [[Double]]) -> [[Float]] {
    (1...3).map { power in
      (1...3).map { tap in Float(Double(power) * pieces[power][tap...].reduce(0, +)) }
    }
  }
}
