import DICOMModel

/// Departures of attributes from the standard that reading got over.
enum AttributeOddities {
  /// Looks for what is odd about an image, in words.
  ///
  /// - Parameters:
  ///   - dataSet: The object.
  ///   - frame: What was read of its first frame.
  ///   - isSheet: Whether the image is taken for a sheet of tiles.
  /// - Returns: One sentence for each oddity.
  static func found(in dataSet: DataSet, frame: FrameHeader, isSheet: Bool) -> [String] {
    var nonconformances = numbers.filter(dataSet.hasIrregularNumbers).map { tag in
      let name = DataDictionary.entry(tag)?.name ?? "\(tag)"
      let text = dataSet.strings(tag)?.joined(separator: "\\") ?? ""
      return "\(name) is written \u{201C}\(text)\u{201D}"
    }
    if frame.modalityLUT == nil, dataSet.item(.modalityLUTSequence) != nil {
      nonconformances.append(
        "Modality LUT Sequence has an item without a table; slope and intercept count")
    }
    if !isSheet, frame.imageType.contains(SiemensMosaic.word) {
      nonconformances.append("Image Type says MOSAIC, but the image is one slice")
    }
    if NuclearFrames.assumesOrder(in: dataSet) {
      nonconformances.append("Slice Vector is missing; slices follow each other as the frames do")
    }
    if let contradiction = FramePlanes.doseContradiction(in: dataSet) {
      nonconformances.append(contradiction)
    }
    return nonconformances
  }

  /// The texts of numbers that places and values depend on.
  private static let numbers: [Tag] = [
    .spacingBetweenSlices, .imagePositionPatient, .imageOrientationPatient, .pixelSpacing,
    .rescaleIntercept, .rescaleSlope, .windowCenter, .windowWidth,
  ]
}
