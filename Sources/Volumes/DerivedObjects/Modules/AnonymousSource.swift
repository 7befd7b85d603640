import DICOMImaging
import DICOMModel

extension SourceImages {
  /// The same images with nothing of their attributes but what an anonymous object may say: numbers
  /// and known codes of a list of attributes.
  ///
  /// Whatever module an object is made of, it finds no more than this.
  var anonymous: SourceImages { mapped(AnonymousSource.kept) }
}

/// The list of what passes from a source to an anonymous object.
private enum AnonymousSource {
  static func kept(_ source: DataSet) -> DataSet {
    var kept = DataSet()
    for element in source.elements {
      let tag = element.tag
      if numbers.contains(tag), HarmlessContents.isNumeric(element, in: source) {
        kept.copy([tag], from: source)
      } else if codes.contains(tag), HarmlessContents.isCode(element, in: source) {
        kept.copy([tag], from: source)
      } else if replaced.contains(tag) {
        kept.copy([tag], from: source)
      } else if tag == .contrastBolusAgent {
        // That there was an agent is told, which is not.
        kept.set(tag, bytes: [])
      } else if let concepts = concepts(of: tag, in: source) {
        kept.set(tag, items: concepts)
      }
    }
    return kept
  }

  /// Identifiers that objects never say themselves: each is replaced by a new one, but for that of the
  /// class.
  private static let replaced: Set<Tag> = [
    .sopClassUID, .studyInstanceUID, .seriesInstanceUID, .frameOfReferenceUID,
  ]

  private static let numbers: Set<Tag> = [
    .kvp, .acquisitionNumber, .seriesNumber, .repetitionTime, .echoTime, .effectiveEchoTime,
    .echoTrainLength, .inversionTime, .triggerTime, .magneticFieldStrength, .imagingFrequency,
    .numberOfAverages, .flipAngle, .echoNumbers, .contrastBolusVolume, .contrastBolusTotalDose,
    .contrastBolusIngredientConcentration, .contrastFlowRate, .contrastFlowDuration,
    .frameReferenceTime, .actualFrameDuration, .doseCalibrationFactor, .decayFactor,
    .lossyImageCompressionRatio, .rescaleSlope, .rescaleIntercept,
  ]

  private static let codes: Set<Tag> = [
    .bodyPartExamined, .anatomicalOrientationType, .laterality, .patientPosition,
    .scanningSequence, .sequenceVariant, .scanOptions, .mrAcquisitionType, .echoPulseSequence,
    .imagedNucleus, .contrastBolusIngredient, .countsSource, .seriesType, .units,
    .decayCorrection, .correctedImage, .collimatorType, .randomsCorrectionMethod,
    .lossyImageCompressionMethod,
  ]

  /// What passes of a sequence; nil for one that does not.
  private static func concepts(of tag: Tag, in source: DataSet) -> [DataSet]? {
    switch tag {
    case .patientOrientationCodeSequence, .patientGantryRelationshipCodeSequence:
      source.items(tag)?.compactMap(concept)
    case .radiopharmaceuticalInformationSequence: source.items(tag)?.map(substance)
    default: nil
    }
  }

  /// A concept and what modifies it.
  private static func concept(_ item: DataSet) -> DataSet? {
    guard var known = KnownConcepts.item(for: item) else { return nil }
    for modifiers in [Tag(0x0054, 0x0412), Tag(0x0054, 0x0414)] {
      guard let items = item.items(modifiers)?.compactMap(KnownConcepts.item) else { continue }
      known.set(modifiers, items: items)
    }
    return known
  }

  /// Of an injection: the dose, the nuclide's numbers, and the names of nuclide and substance.
  private static func substance(_ item: DataSet) -> DataSet {
    var kept = DataSet()
    for tag in [.radionuclideTotalDose, .radionuclideHalfLife, Tag(0x0018, 0x1076)] {
      guard let element = item[tag], HarmlessContents.isNumeric(element, in: item) else { continue }
      kept.copy([tag], from: item)
    }
    for tag in [Tag(0x0054, 0x0300), Tag(0x0054, 0x0304)] {
      guard let items = item.items(tag)?.compactMap(KnownConcepts.item) else { continue }
      kept.set(tag, items: items)
    }
    return kept
  }
}
