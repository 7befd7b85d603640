import DICOMModel

/// The direction that classic images of Canon and Toshiba state in Image Comments alone, as
/// `b=1500(0.895,0.000,0.445)`: along phase, frequency and slice.
enum CanonDiffusion {
  /// Reads the comment; nil unless it has that form, and names the b-value of the image itself,
  /// so that the text proves what it is.
  static func weighting(_ dataSet: DataSet, bValue: Double) -> DiffusionWeighting? {
    guard let maker = dataSet.string(.manufacturer)?.uppercased(),
      maker.contains("CANON") || maker.contains("TOSHIBA"),
      let text = dataSet.string(.imageComments), text.hasPrefix("b="), text.hasSuffix(")")
    else { return nil }
    let parts = text.dropFirst(2).dropLast().split(separator: "(", omittingEmptySubsequences: false)
    guard parts.count == 2, let stated = Double(parts[0]), stated == bValue else { return nil }
    let numbers = parts[1].split(separator: ",", omittingEmptySubsequences: false)
      .map { Double($0.filter { $0 != " " }) }
    guard numbers.count == 3, let phase = numbers[0], let frequency = numbers[1],
      let slice = numbers[2]
    else { return nil }
    return DiffusionWeighting(
      bValue: bValue, direction: [frequency, phase, slice],
      frame: dataSet.string(.phaseEncodingDirection) == "COL"
        ? .frequencyPhaseSlice : .unknown)
  }
}
