import DICOMModel

/// Diffusion weightings of GE: the b-value in (0043,xx39) of `GEMS_PARM_01`, to which 10⁹ may be
/// added, and the direction in (0019,xxBB), (0019,xxBC), (0019,xxBD) of `GEMS_ACQU_01`, along the
/// directions of frequency, phase and slice.
enum GEDiffusion {
  static func weighting(_ dataSet: DataSet) -> DiffusionWeighting? {
    guard let block = dataSet.privateBlock(0x0043, creator: "GEMS_PARM_01"),
      let stated = dataSet.double(block.tag(0x39), as: .is)
    else { return nil }
    let bValue = stated >= 1e9 ? stated.truncatingRemainder(dividingBy: 1e9) : stated
    guard let direction = direction(dataSet) else {
      return DiffusionWeighting(bValue: bValue, direction: nil, frame: .patient)
    }
    let length = direction.reduce(0) { $0 + $1 * $1 }.squareRoot()
    if length == 0, bValue > 0, GEImageKind.flag(dataSet) == GEImageKind.tensorFlag {
      // A table of directions that lists an unweighted image gives it the series' b-value.
      return DiffusionWeighting(bValue: 0, direction: nil, frame: .patient)
    }
    return DiffusionWeighting(
      bValue: shell(bValue, length: length), direction: direction, frame: frame(dataSet))
  }

  private static func direction(_ dataSet: DataSet) -> [Double]? {
    guard let block = dataSet.privateBlock(0x0019, creator: "GEMS_ACQU_01") else { return nil }
    let direction = [0xBB, 0xBC, 0xBD].compactMap { dataSet.double(block.tag($0), as: .ds) }
    return direction.count == 3 && direction.allSatisfy(\.isFinite) ? direction : nil
  }

  /// The b-value of a weaker shell, which is written as a shortened direction under the series'
  /// largest b-value.
  ///
  /// The gradient's strength goes in squared. Scanners list multiples of five.
  private static func shell(_ bValue: Double, length: Double) -> Double {
    guard bValue > 0, (0.03..<0.97).contains(length) else { return bValue }
    return max(5, (bValue * length * length / 5).rounded() * 5)
  }

  private static func frame(_ dataSet: DataSet) -> DiffusionWeighting.Frame {
    let isKnown =
      dataSet.string(.phaseEncodingDirection) == "COL"
      && (dataSet.string(.patientPosition) ?? "HFS") == "HFS"
    return isKnown ? .frequencyPhaseSlice : .unknown
  }
}

extension Tag {
  /// In-plane Phase Encoding Direction: `ROW` or `COL`.
  static let phaseEncodingDirection = Tag(0x0018, 0x1312)
}
