import DICOMImaging

/// Keeps acquisitions, time slots, echoes and the like apart among images without positions.
enum AssumedDivision {
  /// Divides images by every attribute that leaves two of them in each part at least.
  ///
  /// A number that differs from image to image, as one acquisition for each, divides nothing.
  /// Times divide only into runs of one length: those of one scan differ as chance will have it.
  ///
  /// - Parameter images: Images in the order in which they would be stacked.
  /// - Returns: The parts, each in that order.
  static func parts(of images: [SliceSource]) -> [[SliceSource]] {
    for distinction in FrameDistinction.allCases where distinction.divides {
      let values = TraitValues(SliceTrait(distinction), of: images)
      guard values.values.count > 1, !values.keys.contains(-1) else { continue }
      let groups = Dictionary(grouping: images.indices) { values.keys[$0] }.values
      guard groups.allSatisfy({ $0.count > 1 }) else { continue }
      if distinction.measuresTime {
        guard !values.takeTurns, Set(groups.map(\.count)).count == 1 else { continue }
      }
      return groups.flatMap { parts(of: $0.map { images[$0] }) }
    }
    return described(images)
  }

  /// The images by Series Description, where each occurs twice at least.
  private static func described(_ images: [SliceSource]) -> [[SliceSource]] {
    let values = TraitValues(
      .text("Series Description", value: \.header.series.description), of: images)
    let groups = Dictionary(grouping: images.indices) { values.keys[$0] }.values
    guard !values.keys.contains(-1), groups.allSatisfy({ $0.count > 1 }) else { return [images] }
    return groups.map { $0.map { images[$0] } }
  }
}

extension FrameDistinction {
  /// Whether it can keep images without positions apart; what counts images cannot.
  fileprivate var divides: Bool {
    switch self {
    case .imageIndex, .contentTime: false
    default: true
    }
  }

  /// Whether it may differ from slice to slice of one stack.
  fileprivate var measuresTime: Bool {
    isTimeOfDay || self == .triggerTime || self == .triggerDelay || self == .frameReferenceTime
  }
}
