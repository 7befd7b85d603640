import DICOMModel

/// Diffusion weightings of Philips: (2001,xx03) of `Philips Imaging DD 001` and (2005,xxB0),
/// (2005,xxB1), (2005,xxB2) of `Philips MR Imaging DD 001`, which run along the patient's axes.
enum PhilipsDiffusion {
  static func weighting(_ dataSet: DataSet) -> DiffusionWeighting? {
    guard let block = dataSet.privateBlock(0x2001, creator: "Philips Imaging DD 001"),
      let bValue = dataSet.double(block.tag(0x03), as: .fl)
    else { return nil }
    let direction = dataSet.privateBlock(0x2005, creator: "Philips MR Imaging DD 001").map {
      block in
      [0xB0, 0xB1, 0xB2].compactMap { dataSet.double(block.tag($0), as: .fl) }
    }
    return DiffusionWeighting(bValue: bValue, direction: direction, frame: .patient)
  }
}
