public import DICOMModel

/// An attribute that can tell apart frames of one position.
public enum FrameDistinction: String, CaseIterable, Hashable, Sendable {
  // In the order in which they are tried.
  /// Complex Image Component: magnitude, phase, real, imaginary.
  case complexComponent = "Complex Image Component"
  /// Image Type, all values.
  case imageType = "Image Type"
  /// The part of the complex signal in a maker's own attribute.
  case makerComponent = "Image Type (real, imaginary, phase, magnitude)"
  /// Convolution Kernel.
  case kernel = "Convolution Kernel"
  /// Monoenergetic Energy Equivalent in keV.
  case monoenergeticEnergy = "Monoenergetic Energy Equivalent"
  /// KVP: tube voltage in kV.
  case tubeVoltage = "KVP"
  /// Energy Window Vector of nuclear medicine.
  case energyWindow = "Energy Window Vector"
  /// Detector Vector of nuclear medicine.
  case detector = "Detector Vector"
  /// Rotation Vector of nuclear medicine.
  case rotation = "Rotation Vector"
  /// Phase Vector of dynamic nuclear medicine.
  case dynamicPhase = "Phase Vector"
  /// R-R Interval Vector of gated nuclear medicine.
  case heartbeat = "R-R Interval Vector"
  /// Time Slot Vector of gated nuclear medicine.
  case timeSlot = "Time Slot Vector"
  /// Time Slice Vector of dynamic nuclear medicine.
  case timeSlice = "Time Slice Vector"
  /// Temporal Position Identifier.
  case temporalPosition = "Temporal Position Identifier"
  /// Temporal Position Index.
  case temporalIndex = "Temporal Position Index"
  /// Temporal Position Time Offset in s.
  case timeOffset = "Temporal Position Time Offset"
  /// Acquisition Number.
  case acquisitionNumber = "Acquisition Number"
  /// Acquisition Time, with Acquisition Date, in s.
  case acquisitionTime = "Acquisition Time"
  /// Acquisition DateTime in s.
  case acquisitionDateTime = "Acquisition DateTime"
  /// Frame Acquisition DateTime in s.
  case frameAcquisitionDateTime = "Frame Acquisition DateTime"
  /// Content Time, with Content Date, in s.
  case contentTime = "Content Time"
  /// Trigger Time in ms.
  case triggerTime = "Trigger Time"
  /// Nominal Cardiac Trigger Delay Time in ms.
  case triggerDelay = "Nominal Cardiac Trigger Delay Time"
  /// Echo Number(s).
  case echoNumber = "Echo Number(s)"
  /// Echo Time in ms.
  case echoTime = "Echo Time"
  /// Effective Echo Time in ms.
  case effectiveEchoTime = "Effective Echo Time"
  /// Diffusion b-value in s/mm², with the direction of the gradient.
  case diffusion = "Diffusion b-value"
  /// Frame Reference Time in ms.
  case frameReferenceTime = "Frame Reference Time"
  /// Image Index of PET.
  case imageIndex = "Image Index"
  /// Nominal Percentage of Cardiac Phase.
  case cardiacPercentage = "Nominal Percentage of Cardiac Phase"
  /// Nominal Percentage of Respiratory Phase.
  case respiratoryPercentage = "Nominal Percentage of Respiratory Phase"
  /// ASL Context, or what a maker says in its place: `LABEL`, `CONTROL`.
  case labelling = "ASL Context"
  /// Inversion Time in ms.
  case inversionTime = "Inversion Time"
  /// Inversion Times in ms.
  case inversionTimes = "Inversion Times"
  /// Flip Angle in degrees.
  case flipAngle = "Flip Angle"
  /// Repetition Time in ms.
  case repetitionTime = "Repetition Time"
  /// Velocity Encoding Direction, in the patient's frame.
  case velocityDirection = "Velocity Encoding Direction"
  /// Scan Options, all values.
  case scanOptions = "Scan Options"
  /// Sequence Name, in which makers say what is encoded: `fl3d1_v150fh`.
  case sequenceName = "Sequence Name"
  /// Corrected Image, all values.
  case correctedImage = "Corrected Image"
  /// Dose Type.
  case doseType = "Dose Type"
  /// Dose Summation Type.
  case doseSummation = "Dose Summation Type"
  /// The role of an image of GE in flow and field protocols.
  case makerFlag = "Vascular Collapse Flag"
  /// Instance Number: the n-th number of every position. It is no attribute of a frame alone, and
  /// only looked at when no other is left.
  case instanceRank = "Instance Number"

  /// What the frames that it tells apart become.
  public enum Outcome: Hashable, Sendable {
    /// Volumes of their own.
    case volumes
    /// Phases of one volume, along an axis like time.
    case time
    /// Phases of one volume, along an axis of another setting of the acquisition.
    case setting
    /// Phases of one volume, along an axis of diffusion weightings.
    case diffusion
    /// Phases of one volume, along an axis of echoes.
    case echo
  }

  /// What the frames become.
  public var outcome: Outcome {
    switch self {
    case .complexComponent, .imageType, .makerComponent, .kernel, .monoenergeticEnergy,
      .tubeVoltage, .correctedImage, .doseType, .doseSummation, .makerFlag, .energyWindow,
      .detector, .rotation:
      .volumes
    case .labelling, .inversionTime, .inversionTimes, .flipAngle, .repetitionTime,
      .velocityDirection, .scanOptions, .sequenceName:
      .setting
    case .diffusion: .diffusion
    case .echoNumber, .echoTime, .effectiveEchoTime: .echo
    default: .time
    }
  }

  /// Whether it makes volumes only where no attribute makes phases.
  public var isLastResort: Bool {
    switch self {
    case .correctedImage, .doseType, .doseSummation, .makerFlag: true
    default: false
    }
  }

  /// Whether slices of one phase may differ in it: heartbeats are not of one length, echo times are
  /// rounded.
  public var variesWithinPhase: Bool {
    [.triggerTime, .triggerDelay, .echoTime, .effectiveEchoTime].contains(self)
  }

  /// Whether it is a time of day that may lack a date.
  public var isClock: Bool { self == .acquisitionTime || self == .contentTime }

  /// Whether it only counts what another attribute may measure.
  public var isIncidental: Bool {
    switch self {
    case .acquisitionNumber, .acquisitionTime, .acquisitionDateTime, .frameAcquisitionDateTime,
      .contentTime, .echoNumber, .imageIndex, .instanceRank:
      true
    default: false
    }
  }

  /// The attribute.
  public var tag: Tag {
    switch self {
    case .complexComponent: .complexImageComponent
    case .imageType: .imageType
    case .kernel: .convolutionKernel
    case .monoenergeticEnergy: Self.monoenergeticEnergyEquivalent
    case .tubeVoltage: .kvp
    case .energyWindow: Tag(0x0054, 0x0010)
    case .detector: Tag(0x0054, 0x0020)
    case .rotation: Tag(0x0054, 0x0050)
    case .dynamicPhase: Tag(0x0054, 0x0030)
    case .heartbeat: Tag(0x0054, 0x0060)
    case .timeSlot: Tag(0x0054, 0x0070)
    case .timeSlice: Tag(0x0054, 0x0100)
    case .temporalPosition: .temporalPositionIdentifier
    case .temporalIndex: .temporalPositionIndex
    case .timeOffset: .temporalPositionTimeOffset
    case .acquisitionNumber: .acquisitionNumber
    case .acquisitionTime: .acquisitionTime
    case .acquisitionDateTime: .acquisitionDateTime
    case .frameAcquisitionDateTime: .frameAcquisitionDateTime
    case .contentTime: .contentTime
    case .triggerTime: .triggerTime
    case .triggerDelay: .nominalCardiacTriggerDelayTime
    case .echoNumber: .echoNumbers
    case .echoTime: .echoTime
    case .effectiveEchoTime: .effectiveEchoTime
    case .diffusion: .diffusionBValue
    case .frameReferenceTime: .frameReferenceTime
    case .imageIndex: .imageIndex
    case .instanceRank: .instanceNumber
    case .makerComponent: Tag(0x0043, 0x102F)
    case .makerFlag: Tag(0x0043, 0x1030)
    case .cardiacPercentage: Tag(0x0020, 0x9241)
    case .respiratoryPercentage: Tag(0x0020, 0x9245)
    case .labelling: Tag(0x0018, 0x9257)
    case .inversionTime: .inversionTime
    case .inversionTimes: Tag(0x0018, 0x9079)
    case .flipAngle: .flipAngle
    case .repetitionTime: .repetitionTime
    case .velocityDirection: Tag(0x0018, 0x9090)
    case .scanOptions: .scanOptions
    case .sequenceName: Tag(0x0018, 0x0024)
    case .correctedImage: .correctedImage
    case .doseType: Tag(0x3004, 0x0004)
    case .doseSummation: Tag(0x3004, 0x000A)
    }
  }

  private static let monoenergeticEnergyEquivalent = Tag(0x0018, 0x937C)

  /// The vectors of nuclear medicine that tell frames of one slice apart.
  static let vectors: [FrameDistinction] = [
    .energyWindow, .detector, .rotation, .dynamicPhase, .heartbeat, .timeSlot, .timeSlice,
  ]

  /// The attributes to keep of every frame, in ascending order.
  static let keptTags: [Tag] = {
    let special: [Tag] = [.imageType, .diffusionBValue, .instanceNumber]
    let further: [Tag] = [.acquisitionDate, .contentDate, .seriesTime, .studyTime]
    let own = allCases.map(\.tag).filter { !special.contains($0) && !$0.isPrivate }
    return (own + further).sorted()
  }()
}
