import DICOMModel

/// Diffusion weightings of United Imaging: (0065,xx09) and (0065,xx37) of `Image Private Header`,
/// directions along rows, columns and their normal.
enum UnitedImagingDiffusion {
  static func weighting(_ dataSet: DataSet) -> DiffusionWeighting? {
    guard let block = dataSet.privateBlock(0x0065, creator: "Image Private Header"),
      let bValue = dataSet.double(block.tag(0x09), as: .fd)
    else { return nil }
    return DiffusionWeighting(
      bValue: bValue, direction: dataSet.doubles(block.tag(0x37), as: .fd), frame: .image)
  }
}
