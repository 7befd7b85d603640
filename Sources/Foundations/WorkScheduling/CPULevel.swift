import CProcessor

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A set of CPU instructions for which innermost loops are compiled.
///
/// Results are the same bits on every level.
public enum CPULevel: String, CaseIterable, Hashable, Sendable {
  /// What every CPU of the architecture has: SSE2 on x86-64, NEON on arm64.
  case baseline
  /// x86-64 with AVX2.
  case avx2

  /// Whether this CPU has the instructions.
  public var isAvailable: Bool {
    switch self {
    case .baseline: true
    case .avx2: cp_has_avx2() != 0
    }
  }

  /// The level in use: the one that the environment's `SAGITTA_CPU` names if this CPU has it,
  /// else the highest that this CPU has.
  public static let current: CPULevel = {
    let wished = unsafe getenv("SAGITTA_CPU").flatMap {
      unsafe CPULevel(rawValue: String(cString: $0))
    }
    if let wished, wished.isAvailable { return wished }
    return allCases.last(where: \.isAvailable) ?? .baseline
  }()

  /// Picks a table of loops: this level's, or the one for any CPU where this CPU or
  /// architecture has none of this level.
  package func choose<Loops>(
    baseline: UnsafePointer<Loops>, avx2: UnsafePointer<Loops>?
  ) -> UnsafePointer<Loops> {
    switch self {
    case .baseline: unsafe baseline
    case .avx2: unsafe isAvailable ? avx2 ?? baseline : baseline
    }
  }
}
