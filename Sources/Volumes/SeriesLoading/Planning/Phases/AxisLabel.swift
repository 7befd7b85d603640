import DICOMImaging
import DICOMModel

/// What an axis of phases, or of volumes, is called and how it is treated.
struct AxisLabel: Hashable {
  let tag: Tag
  let name: String
  let outcome: FrameDistinction.Outcome
  /// The attribute; nil for a dimension index.
  let distinction: FrameDistinction?

  init(_ distinction: FrameDistinction) {
    tag = distinction.tag
    name = distinction.rawValue
    outcome = distinction.outcome
    self.distinction = distinction
  }

  init(_ dimension: DimensionIndex) {
    tag = dimension.pointer
    name = dimension.name
    outcome = Self.outcome(of: dimension.pointer)
    distinction = nil
  }

  /// Whether it only counts what another attribute may measure.
  var isIncidental: Bool { distinction?.isIncidental ?? false }

  /// Whether it makes volumes only where no attribute makes phases.
  var isLastResort: Bool { distinction?.isLastResort ?? true }

  /// What a dimension's frames become, by the attribute it points to.
  private static func outcome(of pointer: Tag) -> FrameDistinction.Outcome {
    switch pointer {
    case .frameType, .complexImageComponent, .segmentNumber: .volumes
    case .echoNumbers, .echoTime, .effectiveEchoTime: .echo
    case .temporalPositionIndex, .temporalPositionTimeOffset, .triggerTime,
      .nominalCardiacTriggerDelayTime:
      .time
    default: .setting
    }
  }
}

extension Tag {
  /// Referenced Segment Number, which indexes the frames of a segmentation.
  fileprivate static let segmentNumber = Tag(0x0062, 0x000B)
}
