public import DICOMModel

/// When the tiles of a mosaic of Siemens were taken: (0019,xx29) of `SIEMENS MR HEADER`.
public enum SiemensSliceTimes {
  /// Reads the time of each tile.
  ///
  /// - Parameters:
  ///   - dataSet: An image.
  ///   - count: How many tiles it has.
  /// - Returns: Milliseconds since an unknown moment, tile by tile; nil if the image is no mosaic or
  ///   does not say a time for each tile.
  public static func milliseconds(_ dataSet: DataSet, count: Int) -> [Double]? {
    guard dataSet.strings(.imageType)?.contains(SiemensMosaic.word) == true,
      let block = dataSet.privateBlock(0x0019, creator: "SIEMENS MR HEADER"),
      let times = dataSet.doubles(block.tag(0x29), as: .fd), times.count == count
    else { return nil }
    return times
  }
}
