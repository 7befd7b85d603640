import CPixelKernels
import WorkScheduling

/// The loops over 16-bit samples for the CPU at hand.
///
/// All levels give the same bits.
@safe
struct SampleKernels: Sendable {
  private let loops: SGPixelKernels

  /// Those of the CPU level in use (`CPULevel/current`).
  static let best = SampleKernels(.current)

  /// Every level that the CPU has, the plain one first.
  static var all: [SampleKernels] {
    CPULevel.allCases.filter(\.isAvailable).map(SampleKernels.init)
  }

  private init(_ level: CPULevel) {
    // SAFETY: the tables are constants of the program.
    unsafe loops =
      level.choose(baseline: sg_pixel_kernels_baseline(), avx2: sg_pixel_kernels_avx2()).pointee
  }

  /// Converts little-endian 16-bit samples on a little-endian machine.
  ///
  /// - Precondition: `bytes` holds `values.count` samples, at least one.
  /// - Returns: The range of the stored values.
  func convert(
    _ bytes: UnsafeRawBufferPointer, into values: UnsafeMutableBufferPointer<Float>,
    isSigned: Bool, map: SGSampleMap
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

  /// Stores the words of little-endian 16-bit samples on a little-endian machine.
  ///
  /// - Precondition: As ``convert(_:into:isSigned:map:)``.
  /// - Returns: The range of the stored values.
  func shift(
    _ bytes: UnsafeRawBufferPointer, into words: UnsafeMutableBufferPointer<UInt16>,
    isSigned: Bool, map: SGSampleMap
  ) -> ClosedRange<Int> {
    precondition(!words.isEmpty && bytes.count >= 2 * words.count)
    guard let source = bytes.baseAddress, let target = words.baseAddress else {
      preconditionFailure("buffers with elements have an address")
    }
    // SAFETY: both buffers hold `words.count` elements, as was checked.
    let loop = unsafe isSigned ? loops.shiftSigned16 : loops.shiftUnsigned16
    let range = unsafe loop(source, target, words.count, map)
    return Int(range.low)...Int(range.high)
  }
}
