import DICOMImaging
import DICOMModel
public import VolumeFiles

extension VolumeLoader {
  /// When the phases of a volume were taken, if they follow each other in even steps of time.
  ///
  /// What was measured decides: the axis's own times, else the acquisition times of the slices.
  /// Repetition Time is the step where it agrees with them to 2 %, and where nothing was measured
  /// and the images are two-dimensional echo-planar ones, which take one volume in a repetition.
  /// Echoes, diffusion weightings and other axes have no time: nothing is invented for them.
  ///
  /// - Parameter plan: The volume.
  /// - Returns: Times in seconds from the first phase, or nil.
  /// - Throws: ``LoadError`` if a file cannot be read any more.
  public func phaseTimes(of plan: VolumePlan) throws(LoadError) -> PhaseTimes? {
    if let file = plan.volumeFile { return file.phaseTimes }
    guard plan.phases > 1, plan.isTemporal else { return nil }
    let common = try sourceImages(of: plan).common
    let repetition = common.double(.repetitionTime).flatMap { $0 > 0 ? $0 / 1000 : nil }
    if let times = plan.measuredTimes {
      guard let step = Self.step(times) else { return nil }
      let isRepetition = repetition.map { abs($0 - step) <= 0.02 * step } ?? false
      return PhaseTimes(first: 0, step: isRepetition ? repetition ?? step : step)
    }
    guard let repetition, Self.isEchoPlanar(common) else { return nil }
    return PhaseTimes(first: 0, step: repetition)
  }

  /// The mean step of growing times whose steps agree to 5 %, or to the hundredth of a second in
  /// which some files state them; nil for others.
  private static func step(_ times: [Double]) -> Double? {
    guard let first = times.first, let last = times.last, times.count > 1 else { return nil }
    let mean = (last - first) / Double(times.count - 1)
    let tolerance = max(0.05 * mean, 0.011)
    let isEven = zip(times, times.dropFirst()).allSatisfy { abs($1 - $0 - mean) <= tolerance }
    return mean > 0 && isEven ? mean : nil
  }

  private static func isEchoPlanar(_ set: DataSet) -> Bool {
    let isPlanar =
      set.strings(.scanningSequence)?.contains("EP") == true
      || set.string(Tag(0x0018, 0x9018)) == "YES"
    return isPlanar && set.string(.mrAcquisitionType) != "3D"
  }
}

extension VolumePlan {
  /// Seconds at which each slice of a phase was acquired, from the first of them, in order of k; nil
  /// unless the frames state times of their own (PS3.3 C.7.6.16.2.2).
  public func sliceTimes(ofPhase phase: Int) -> [Double]? {
    guard volumeFile == nil else { return nil }
    let times = phaseSlices[phase].compactMap { slice -> Double? in
      let time = slice.frame.value(of: .frameAcquisitionDateTime)
      return if case .number(let seconds)? = time { seconds } else { nil }
    }
    guard times.count == phaseSlices[phase].count, let first = times.min(), Set(times).count > 1
    else { return nil }
    return times.map { (($0 - first) * 1e6).rounded() / 1e6 }
  }

  /// Attributes that count or measure the time of a phase.
  private static let temporal: Set<FrameDistinction> = [
    .temporalPosition, .temporalIndex, .timeOffset, .acquisitionNumber, .acquisitionTime,
    .acquisitionDateTime, .frameAcquisitionDateTime, .contentTime, .triggerTime, .triggerDelay,
    .frameReferenceTime, .imageIndex, .instanceRank,
  ]

  /// Whether the phases follow each other in time and nothing else.
  var isTemporal: Bool {
    guard phaseAxes.count == 1, let axis = FrameDistinction(rawValue: phaseAxes[0].name) else {
      return false
    }
    return Self.temporal.contains(axis)
  }

  /// Seconds at which each phase began, growing; nil if the files do not measure it.
  var measuredTimes: [Double]? {
    let measures: [(FrameDistinction, Double)] = [
      (.timeOffset, 1), (.triggerTime, 1e-3), (.triggerDelay, 1e-3), (.frameReferenceTime, 1e-3),
      (.frameAcquisitionDateTime, 1), (.acquisitionDateTime, 1), (.acquisitionTime, 1),
    ]
    for (attribute, seconds) in measures {
      if let times = times(of: attribute), zip(times, times.dropFirst()).allSatisfy({ $0 < $1 }) {
        return times.map { $0 * seconds }
      }
    }
    return nil
  }

  /// The smallest value of each phase; nil if one has none.
  private func times(of attribute: FrameDistinction) -> [Double]? {
    var times: [Double] = []
    for slices in phaseSlices {
      let values = slices.compactMap { slice -> Double? in
        if case .number(let number)? = slice.frame.value(of: attribute) { number } else { nil }
      }
      guard values.count == slices.count, let first = values.min() else { return nil }
      times.append(first)
    }
    return times
  }
}
