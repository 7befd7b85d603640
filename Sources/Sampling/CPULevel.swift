import CKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A set of CPU instructions for which the innermost loops were compiled.
///
/// Results are the same bits on every level.
public enum CPULevel: String, CaseIterable, Hashable, Sendable {
  /// What every CPU of the architecture has: SSE2 on x86-64, NEON on arm64.
  case baseline
  /// x86-64 with AVX2.
  case avx2

  /// Whether this CPU has the instructions.
  public var isAvailable: Bool { unsafe loops != nil }

  /// The level in use: the one that the environment's `SAGITTA_CPU` names if this CPU has it,
  /// else the highest that this CPU has.
  public static let current: CPULevel = {
    let wished = unsafe getenv("SAGITTA_CPU").flatMap {
      unsafe CPULevel(rawValue: String(cString: $0))
    }
    if let wished, wished.isAvailable { return wished }
    return allCases.last(where: \.isAvailable) ?? .baseline
  }()

  private var loops: UnsafePointer<SGKernels>? {
    switch self {
    case .baseline: unsafe sg_kernels_baseline()
    case .avx2: unsafe sg_kernels_avx2()
    }
  }

  /// The loops.
  ///
  /// - Precondition: The level is available.
  var kernels: SGKernels {
    guard let loops = unsafe loops else { preconditionFailure("this CPU has no \(rawValue)") }
    // SAFETY: the table is a constant of the program.
    return unsafe loops.pointee
  }
}
