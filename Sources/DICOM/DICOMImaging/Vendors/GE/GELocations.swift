import DICOMModel

/// The places of one time point of a series of GE: Locations in Acquisition, (0021,xx4F) of
/// `GEMS_RELA_01`.
enum GELocations {
  /// Reads the number; nil if it is not said.
  static func count(_ dataSet: DataSet) -> Int? {
    dataSet.privateBlock(0x0021, creator: "GEMS_RELA_01").flatMap { block in
      dataSet.integer(block.tag(0x4F), as: .ss)
    }
  }
}
