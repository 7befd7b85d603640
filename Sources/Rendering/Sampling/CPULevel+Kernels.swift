import CKernels
import WorkScheduling

extension CPULevel {
  /// The loops of sampling.
  var kernels: SGKernels {
    guard let baseline = unsafe sg_kernels_baseline() else {
      preconditionFailure("every architecture has loops")
    }
    // SAFETY: the tables are constants of the program.
    return unsafe choose(baseline: baseline, avx2: sg_kernels_avx2()).pointee
  }
}
