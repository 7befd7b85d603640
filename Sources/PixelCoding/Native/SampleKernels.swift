import CPixelKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The loops over 16-bit samples for the CPU at hand.
///
/// All levels give the same bits; `SAGITTA_CPU=baseline` forces the plain ones, so that this can
/// be tested.
@safe
struct SampleKernels: Sendable {
  private let loops: SGPixelKernels

  /// The fastest level that the CPU has and the environment allows.
  static let best: SampleKernels = {
    let isForced = unsafe getenv("SAGITTA_CPU").map { unsafe String(cString: $0) } == "baseline"
    let fast = unsafe isForced ? nil : sg_pixel_kernels_avx2()
    return unsafe SampleKernels(fast ?? sg_pixel_kernels_baseline())
  }()

  /// Every level that the CPU has, the plain one first.
  static var all: [SampleKernels] {
    let levels = unsafe [sg_pixel_kernels_baseline(), sg_pixel_kernels_avx2()]
    return unsafe levels.compactMap { unsafe $0.map { unsafe SampleKernels($0) } }
  }

  private init(_ loops: UnsafePointer<SGPixelKernels>) {
    unsafe self.loops = loops.pointee
  }

  /// Converts little-endian 16-bit samples on a little-endian machine.
  ///
  /// - Precondition: `bytes` holds `values.count` samples, at least one.
  /// - Returns: The range of the stored values.
  func convert(
    _ bytes: UnsafeRawBufferPointer, into values: UnsafeMutableBufferPointer<Float>,
    isSigned: Bool, _ map: SGSampleMap
  ) -> ClosedRange<Int> {
    precondition(!values.isEmpty && bytes.count >= 2 * values.count)
    guard let source = bytes.baseAddress, let target = values.baseAddress else {
      preconditionFailure("buffers with elements have an address")
    }
    // SAFETY: both buffers hold `values.count` elements, as was checked.
    let loop = unsafe isSigned ? loops.signed16 : loops.unsigned16
    let range = unsafe loop(source, target, values.count, map)
    return Int(range.low)...Int(range.high)
  }
}
