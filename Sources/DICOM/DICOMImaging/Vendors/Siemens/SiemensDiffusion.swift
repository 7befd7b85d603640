import DICOMModel

/// Diffusion weightings of Siemens before the enhanced objects: (0019,xx0C) and (0019,xx0E) of
/// `SIEMENS MR HEADER`, directions in the patient's frame.
enum SiemensDiffusion {
  static func weighting(_ dataSet: DataSet) -> DiffusionWeighting? {
    guard let block = dataSet.privateBlock(0x0019, creator: "SIEMENS MR HEADER"),
      let bValue = dataSet.double(block.tag(0x0C), as: .is)
    else { return nil }
    return DiffusionWeighting(
      bValue: bValue, direction: dataSet.doubles(block.tag(0x0E), as: .fd), frame: .patient)
  }
}
