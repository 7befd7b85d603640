import Geometry
import Sampling
import Testing
import VolumeModel

@Suite struct `Kernels` {
  private static let fractions = (0...1000).map { Double($0) / 1000 }

  @Test(arguments: Interpolation.allCases)
  func `have weights that add up to 1 everywhere between two voxels`(
    interpolation: Interpolation
  ) {
    let weights = KernelWeights(interpolation)
    for t in Self.fractions {
      let sum = weights.weights(at: t).reduce(0, +)
      // Sums of eight doubles.
      #expect(abs(sum - 1) < 1e-14, "\(sum) at \(t)")
    }
  }

  @Test(arguments: Interpolation.allCases.filter { $0 != .nearest })
  func `are symmetric`(interpolation: Interpolation) {
    let weights = KernelWeights(interpolation)
    for t in Self.fractions {
      let mirrored = Array(weights.weights(at: 1 - t).reversed())
      for (a, b) in zip(weights.weights(at: t), mirrored) { #expect(abs(a - b) < 1e-12) }
    }
  }

  @Test(arguments: Interpolation.allCases.filter { $0 != .cubic })
  func `give voxels themselves at their centres`(interpolation: Interpolation) {
    let weights = KernelWeights(interpolation).weights(at: 0)
    let own = max(interpolation.taps / 2 - 1, 0)
    #expect(weights.indices.allSatisfy { weights[$0] == ($0 == own ? 1 : 0) })
  }

  /// The kernel's degree: below it, sums over taps of weight × place to a power are the place to
  /// that power.
  private static let degrees: [(Interpolation, Int)] = [
    (.nearest, 0), (.linear, 1), (.catmullRom, 2), (.cubic, 3), (.lanczos, 0), (.lanczos4, 0),
  ]

  /// Polynomials of every degree up to the kernel's come out as they are, far from the boundary.
  @Test(arguments: degrees)
  func `reproduce polynomials of their degree exactly`(
    interpolation: Interpolation, degree: Int
  ) throws {
    // The prefilter's memory of the boundary fades by 0.268 a voxel: after 18 voxels by 5e-11.
    let grid = try Fixtures.grid(44, 42, 40)
    for power in 0...degree {
      func field(_ p: VoxelPoint) -> Double {
        let x = (1.3 * (p.x - 21) - 0.7 * (p.y - 20) + 0.4 * (p.z - 19)) / 10 + 0.2
        return 100 * (0..<power).reduce(1) { product, _ in product * x }
      }
      let volume = try Volume(geometry: grid) { i, j, k in
        Float(field(VoxelPoint(Double(i), Double(j), Double(k))))
      }
      let start = VoxelPoint(18.1, 17.3, 18.9)
      let step = VoxelVector(0.071, 0.083, 0.019)
      let line = try Fixtures.line(volume, interpolation, from: start, step: step, count: 60)
      for (n, sample) in line.enumerated() {
        // Voxels up to 2000 in single precision, and sums over up to 512 taps.
        let expected = field(start + step * Double(n))
        #expect(abs(Double(sample) - expected) < 0.003, "power \(power), sample \(n)")
      }
    }
  }

  @Test(arguments: [Interpolation.linear, .catmullRom, .cubic, .lanczos, .lanczos4])
  func `that are widened still have weights that add up to 1`(interpolation: Interpolation) throws {
    let places = ResamplingWeights.Places(start: -0.4, step: 0.137, count: 140)
    let grid = try Fixtures.grid(20, 1, 1)
    let flat = try Volume(geometry: grid) { _, _, _ in 7 }
    for scale in [1, 1.5, 2, 3.7, 9] {
      let table = ResamplingWeights(
        places, size: 20, interpolation: interpolation, kernelScale: scale)
      #expect(table.inside == 0..<140)
      let lattice = SampleLattice(
        try #require(
          PlaneGeometry(
            width: 140, height: 1, right: PatientVector(1, 0, 0), down: PatientVector(0, 1, 0),
            center: PatientPoint(9.1, 0, 0), pixelWidth: 0.137, pixelHeight: 1)),
        in: grid)
      let row = try Fixtures.row(flat, lattice, interpolation, scale: SIMD3(scale, 1, 1))
      #expect(row.allSatisfy { abs($0 - 7) < 1e-5 })
    }
  }
}
