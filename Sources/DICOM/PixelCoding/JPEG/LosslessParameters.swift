/// What every scan of a lossless JPEG stream needs of its header, checked (T.81 Annex H).
struct LosslessParameters {
  /// The codes of differences of each of the scan's components.
  let tables: [DifferenceTable]
  /// The predictor of T.81 Table H.1, 1 to 7.
  let predictor: Int
  /// The prediction of the first sample of a segment.
  let middle: Int32
  /// How far samples are shifted up at the end.
  let pointTransform: Int
  /// Rows between restart markers; 0 for none.
  let restartRows: Int

  /// Takes what a scan needs from a header.
  ///
  /// - Parameters:
  ///   - header: The header, up to the scan's coded data.
  ///   - unit: What stands between restarts, for the error.
  /// - Throws: `PixelCodingError.damaged` for numbers that make no lossless scan.
  init(_ header: JPEGHeader, restartUnit unit: String) throws(PixelCodingError) {
    func damaged(_ what: String) -> PixelCodingError {
      .damaged(what, offset: header.scan.offset)
    }
    var tables: [DifferenceTable] = []
    for component in header.scan.components {
      guard let code = header.dcCodes[component.dcTable], let table = DifferenceTable(code) else {
        throw damaged("the scan has no Huffman table for differences")
      }
      tables.append(table)
    }
    let low = header.scan.low
    guard (2...16).contains(header.precision), low < header.precision else {
      throw damaged("\(header.precision) bits a sample, point transform \(low)")
    }
    guard (1...7).contains(header.scan.start) else {
      throw damaged("predictor \(header.scan.start)")
    }
    guard header.restartInterval.isMultiple(of: header.columns) else {
      throw damaged("\(header.restartInterval) \(unit) between restarts are no whole rows")
    }
    self.tables = tables
    predictor = header.scan.start
    middle = 1 << Int32(header.precision - low - 1)
    pointTransform = low
    restartRows = header.restartInterval / header.columns
  }
}
