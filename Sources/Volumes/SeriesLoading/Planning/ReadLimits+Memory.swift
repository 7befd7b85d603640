package import DICOMCoding
package import WorkScheduling

extension ReadLimits {
  /// Limits within the memory that is left for the headers of as many files as there are workers.
  package func within(_ context: WorkContext) -> ReadLimits {
    let share = context.limits.availableBytes / max(1, context.workers)
    var limits = self
    // The bytes are there as they were read, as they are kept, and in between while a buffer of
    // inflated ones grows.
    limits.headerBytes = max(Self.least, min(headerBytes, share / 6))
    // An element of a sequence takes up to so many bytes.
    limits.elementCount = max(Self.least / 64, min(elementCount, share / 256))
    return limits
  }

  /// The header of an ordinary image has a tenth of that: it is in the program's own share.
  private static var least: Int { 1 << 18 }
}
