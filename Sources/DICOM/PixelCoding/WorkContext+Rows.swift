import WorkScheduling

extension WorkContext {
  /// Returns normally unless the work was asked to stop.
  func checkDecoding() throws(PixelCodingError) {
    if isCancelled { throw .cancelled }
  }

  /// The same, once for so many rows that a look costs nothing beside them.
  func checkDecoding(atRow row: Int) throws(PixelCodingError) {
    if row.isMultiple(of: 16) { try checkDecoding() }
  }
}
