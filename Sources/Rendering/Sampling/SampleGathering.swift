import CKernels
package import WorkScheduling

/// The samples of some pixels, gathered one sample of each at a time.
@safe
package final class SampleGathering {
  private let blend: SampleBlend
  private let count: Int
  private let loops: SGKernels
  private let extreme: UnsafeMutablePointer<Float>
  private let sums: UnsafeMutablePointer<Double>
  private let weights: UnsafeMutablePointer<Float>

  /// Creates a gathering of `count` pixels.
  package init(_ blend: SampleBlend, count: Int, level: CPULevel = .current) {
    self.blend = blend
    self.count = count
    loops = level.kernels
    unsafe extreme = .allocate(capacity: count)
    unsafe sums = .allocate(capacity: count)
    unsafe weights = .allocate(capacity: count)
    clear()
  }

  deinit {
    unsafe extreme.deallocate()
    unsafe sums.deallocate()
    unsafe weights.deallocate()
  }

  /// Forgets all samples.
  package func clear() {
    unsafe extreme.initialize(repeating: .nan, count: count)
    unsafe sums.initialize(repeating: 0, count: count)
    unsafe weights.initialize(repeating: 0, count: count)
  }

  /// Adds a sample to each of the pixels from `first` on.
  ///
  /// - Precondition: The pixels exist. Calls for the same pixels do not run at the same time.
  package func add(
    _ samples: UnsafeBufferPointer<Float>, weight: Float, from first: Int = 0
  ) {
    precondition(first >= 0 && first + samples.count <= count, "a sample belongs to a pixel")
    guard let row = samples.baseAddress else { return }
    let run = Int64(samples.count)
    // SAFETY: the pixels were checked.
    switch blend {
    case .max: unsafe loops.keepMaximum(extreme + first, row, run)
    case .min: unsafe loops.keepMinimum(extreme + first, row, run)
    case .mean, .sum:
      unsafe loops.addWeighted(sums + first, weights + first, row, weight, run)
    }
  }

  /// Writes the pixels' values.
  ///
  /// - Parameters:
  ///   - target: Receives the values.
  ///   - first: The pixel whose value comes first.
  ///   - thickness: What ``SampleBlend/sum`` multiplies the mean with.
  /// - Precondition: The pixels exist.
  package func finish(
    into target: UnsafeMutableBufferPointer<Float>, from first: Int = 0, thickness: Double
  ) {
    precondition(first >= 0 && first + target.count <= count, "a value belongs to a pixel")
    let factor = blend == .sum ? thickness : 1
    for n in 0..<target.count {
      // SAFETY: the pixels were checked.
      switch blend {
      case .max, .min: unsafe target[n] = extreme[first + n]
      case .mean, .sum:
        let weight = unsafe Double(weights[first + n])
        unsafe target[n] = weight > 0 ? Float(sums[first + n] / weight * factor) : .nan
      }
    }
  }
}
