import DICOMModel

/// What a frame says in an attribute that can tell frames apart.
public enum DistinctionValue: Hashable, Sendable {
  /// A number, in the attribute's unit; times in seconds since 1970.
  case number(Double)
  /// A text.
  case text(String)
  /// A diffusion weighting.
  case diffusion(DiffusionWeighting)
}

extension DistinctionValue: Comparable {
  /// Numbers before texts before weightings, each by size.
  public static func < (a: DistinctionValue, b: DistinctionValue) -> Bool {
    switch (a, b) {
    case (.number(let x), .number(let y)): x < y
    case (.text(let x), .text(let y)): x < y
    case (.diffusion(let x), .diffusion(let y)): x < y
    default: a.rank < b.rank
    }
  }

  private var rank: Int {
    switch self {
    case .number: 0
    case .text: 1
    case .diffusion: 2
    }
  }
}

extension FrameHeader {
  /// What the frame says in an attribute; nil if nothing, or nothing that makes sense.
  public func value(of distinction: FrameDistinction) -> DistinctionValue? {
    let tag = distinction.tag
    return switch distinction {
    case .imageType: .text(imageType.joined(separator: "\\"))
    case .complexComponent: distinctions.string(tag).map(DistinctionValue.text)
    case .kernel: distinctions.strings(tag).map { .text($0.joined(separator: "\\")) }
    case .diffusion: diffusion.map(DistinctionValue.diffusion)
    case .instanceRank: nil
    case .labelling: (distinctions.string(tag) ?? special.labelling).flatMap(Self.text)
    case .makerComponent: special.component.map(DistinctionValue.text)
    case .makerFlag: special.flag.map { .number(Double($0)) }
    case .inversionTimes, .velocityDirection, .scanOptions, .sequenceName, .correctedImage,
      .doseType, .doseSummation:
      distinctions.distinctionValue(tag)
    case .acquisitionTime: seconds(.acquisitionDate, time: tag)
    case .contentTime: seconds(.contentDate, time: tag)
    case .acquisitionDateTime, .frameAcquisitionDateTime:
      distinctions.string(tag).flatMap(ClockTime.init(dateTime:)).map { .number($0.seconds) }
    default: distinctions.double(tag).flatMap { $0.isFinite ? .number($0) : nil }
    }
  }

  /// When the series began, else the study: Series Time or Study Time in s since midnight.
  public var statedStart: Double? {
    let text = distinctions.string(.seriesTime) ?? distinctions.string(.studyTime)
    return text.flatMap { ClockTime(date: nil, time: $0)?.seconds }
  }

  private static func text(_ text: String) -> DistinctionValue? {
    text.isEmpty ? nil : .text(text)
  }

  private func seconds(_ date: Tag, time: Tag) -> DistinctionValue? {
    distinctions.string(time).flatMap {
      ClockTime(date: distinctions.string(date), time: $0)
    }.map { .number($0.seconds) }
  }
}
