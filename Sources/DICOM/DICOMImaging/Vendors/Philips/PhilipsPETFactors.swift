import DICOMModel

/// What one unit of a PET image of Philips in counts is worth: (7053,xx00) and (7053,xx09) of
/// `Philips PET Private Group`.
struct PhilipsPETFactors: Hashable {
  /// Standardised uptake value for one unit.
  let suv: Double?
  /// Becquerels per millilitre for one unit.
  let activity: Double?

  /// Reads the factors; those that are not positive say nothing.
  init(_ dataSet: DataSet) {
    let block = dataSet.privateBlock(0x7053, creator: "Philips PET Private Group")
    func factor(_ element: UInt16) -> Double? {
      block.flatMap { dataSet.double($0.tag(element), as: .ds) }
        .flatMap { $0 > 0 && $0.isFinite ? $0 : nil }
    }
    suv = factor(0x00)
    activity = factor(0x09)
  }
}
