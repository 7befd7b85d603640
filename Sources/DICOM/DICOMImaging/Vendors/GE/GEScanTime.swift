import DICOMModel

/// When a PET scan of GE began, to which its activities are corrected: (0009,xx0D) of
/// `GEMS_PETD_01`.
enum GEScanTime {
  /// Reads the moment; nil if it is not said.
  static func moment(_ dataSet: DataSet) -> ClockTime? {
    dataSet.privateBlock(0x0009, creator: "GEMS_PETD_01").flatMap { block in
      dataSet.strings(block.tag(0x0D), as: .dt)?.first.flatMap(ClockTime.init(dateTime:))
    }
  }
}
