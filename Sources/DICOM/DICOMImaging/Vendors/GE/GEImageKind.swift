import DICOMModel

/// What kind of image one of GE is, beside Image Type: two numbers of `GEMS_PARM_01`.
enum GEImageKind {
  /// (0043,xx30) of images from a table of diffusion directions.
  static let tensorFlag = 16
  /// (0043,xx30) of the unweighted images that go with them.
  static let unweightedFlag = 14

  /// The part of the complex signal, (0043,xx2F): `MAGNITUDE`, `PHASE`, `REAL`, `IMAGINARY`.
  static func component(_ dataSet: DataSet) -> String? {
    guard let block = dataSet.privateBlock(0x0043, creator: "GEMS_PARM_01"),
      let number = dataSet.integer(block.tag(0x2F), as: .ss)
    else { return nil }
    let names = ["MAGNITUDE", "PHASE", "REAL", "IMAGINARY"]
    return names.indices.contains(number) ? names[number] : "\(number)"
  }

  /// (0043,xx30): the role of the image in flow, field and diffusion protocols.
  static func flag(_ dataSet: DataSet) -> Int? {
    guard let block = dataSet.privateBlock(0x0043, creator: "GEMS_PARM_01") else { return nil }
    return dataSet.integer(block.tag(0x30), as: .ss)
  }

  /// Whether the values are a field in Hz: the derived phase images of the `B0map` protocols, by
  /// the sequence's name in (0019,xx9C) or (0019,xx9E) of `GEMS_ACQU_01`.
  static func isFieldMap(_ dataSet: DataSet) -> Bool {
    guard let block = dataSet.privateBlock(0x0019, creator: "GEMS_ACQU_01") else { return false }
    let names = [0x9C, 0x9E].compactMap { dataSet.string(block.tag($0))?.lowercased() }
    let isProtocol = names.contains { name in
      ["b0map", "b0rf", "3db0map"].contains { name.hasSuffix($0) }
    }
    return isProtocol && component(dataSet) == "PHASE"
  }
}
