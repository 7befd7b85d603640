import Compression
package import DICOMCoding
package import WorkScheduling

extension Inflater {
  /// By `Inflation`; asks between pieces whether to go on.
  package static func standard(_ context: WorkContext) -> Inflater {
    Inflater { deflated, limit in try inflate(deflated, limit: limit, context: context) }
  }

  private static func inflate(
    _ deflated: RawSpan, limit: Int, context: WorkContext
  ) throws -> Output {
    let format: CompressedFormat =
      switch Wrapper(deflated) {
      case .zlib: .zlib
      case .gzip: .gzip
      case nil: .raw
      }
    let prefix = try Inflation.prefix(
      of: deflated, format: format, limit: limit, context: context)
    let end: End =
      switch prefix.end {
      case .complete: .complete
      case .limitReached: .limitReached
      case .inputExhausted: .inputExhausted
      }
    return Output(bytes: prefix.bytes, end: end)
  }
}

extension DataSetError {
  /// Whether the bytes are no data set at all, rather than a damaged one.
  var isNotDICOM: Bool { reason == .notDICOM }

  /// Bytes of the file that may suffice to go on, if more of it may help.
  var bytesNeeded: Int? {
    if case .needsMore(let bytes) = reason { return bytes }
    return nil
  }
}
