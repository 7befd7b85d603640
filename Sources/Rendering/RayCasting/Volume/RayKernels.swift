import CRayKernels
import WorkScheduling

/// The innermost loops, compiled for several sets of CPU instructions with the same results.
enum RayKernels {
  /// The loops of a level, or those for any CPU if this one has not got them.
  static func loops(for level: CPULevel) -> SRKernels {
    // SAFETY: the tables are constants of the program; the first is never null.
    unsafe level.choose(baseline: sr_kernels_baseline(), avx2: sr_kernels_avx2()).pointee
  }
}
