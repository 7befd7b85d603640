import DICOMImaging
import PixelCoding
import VolumeModel

/// What is worth telling about a stack.
struct FindingRules {
  let tolerances: StackTolerances

  /// Returns the findings for a stack, the geometry first.
  func findings(for planned: PlannedStack) -> [Finding] {
    let stack = planned.geometry
    let slices = planned.allSlices
    let ofGeometry = [
      tilt(stack), irregularity(stack), missingSlices(stack), singleSlice(stack),
      spacingTag(stack), PlausibleGeometry.finding(stack.grid),
    ]
    let ofFiles = [
      mosaic(slices), volumeFrame(slices), frameOfReference(slices),
      RescaleRule(slices).finding, missingRescale(slices), mixedSamples(slices),
      coarseValues(slices), padding(slices), inversion(slices), voiLUT(slices), lossy(slices),
      nonconformances(slices),
    ]
    return ofGeometry.compactMap(\.self) + PhaseFindings(planned).all
      + ofFiles.compactMap(\.self) + DeviationRules(stack, slices: slices).findings
      + repeatedUID(slices) + planned.remarks
  }

  private func repeatedUID(_ slices: [SliceSource]) -> [Finding] {
    let images = Set(slices.map { ObjectIdentifier($0.image) }).count
    let uids = Set(slices.map(\.header.sopInstanceUID))
    guard images > 1, uids.count == 1, uids.first?.isEmpty == false else { return [] }
    return [
      Finding(
        .instanceUIDRepeats, severity: .warning,
        message:
          "\(images) images share one SOP Instance UID, but each has a place and an Instance Number "
          + "of its own: all are used", values: ["images": [Double(images)]])
    ]
  }

  private func tilt(_ stack: StackGeometry) -> Finding? {
    let shear = stack.grid.shearDegrees
    guard shear > tolerances.shearDegrees, stack.slices.count > 1 else { return nil }
    var values = ["shearDegrees": [shear], "toleranceDegrees": [tolerances.shearDegrees]]
    if let tilt = stack.slices[0].header.gantryTilt { values["gantryTiltTag"] = [tilt] }
    return Finding(
      .gantryTilt, severity: .note,
      message: "slices follow each other \(shear.shortText)° off their normal; the shear is kept",
      values: values)
  }

  private func irregularity(_ stack: StackGeometry) -> Finding? {
    guard stack.grid.slicePositions != nil, let low = stack.gaps.min(), let high = stack.gaps.max()
    else { return nil }
    let median = stack.medianGap
    return Finding(
      .irregularSpacing, severity: .warning,
      message: "slice distances run from \(low.shortText) to \(high.shortText) mm "
        + "(median \(median.shortText)); every slice keeps its position",
      values: [
        "minimum": [low], "median": [median], "maximum": [high],
        "tolerance": [tolerances.spacing(for: median)],
      ])
  }

  /// Gaps of whole multiples of the median: positions in mm along the normal from the first
  /// slice where slices are missing.
  private func missingSlices(_ stack: StackGeometry) -> Finding? {
    guard let offsets = stack.grid.slicePositions else { return nil }
    let median = stack.medianGap
    let tolerance = tolerances.spacing(for: median)
    let rounding = 4 * tolerances.relativeSpacingLimit * median
    var missing: [Double] = []
    for (gap, start) in zip(stack.gaps, offsets) {
      let steps = (gap / median).rounded()
      // Rounded positions move a gap, and two median ones, by twice as much as a slice.
      guard steps >= 2, abs(gap - steps * median) <= max(tolerance * steps, rounding) else {
        continue
      }
      missing += (1..<Int(min(steps, 10_000))).map { start + Double($0) * median }
    }
    guard !missing.isEmpty else { return nil }
    return Finding(
      .missingSlices, severity: .warning,
      message: "\(missing.count) slice\(missing.count == 1 ? " seems" : "s seem") to be missing",
      values: ["positions": missing, "median": [median], "tolerance": [tolerance]])
  }

  private func singleSlice(_ stack: StackGeometry) -> Finding? {
    guard stack.slices.count == 1 else { return nil }
    let thickness = stack.grid.spacing.z
    return Finding(
      .singleSlice, severity: .warning,
      message:
        "one image is the whole volume; its thickness, \(thickness.shortText) mm, is the third "
        + "spacing", values: ["thickness": [thickness]])
  }

  private func spacingTag(_ stack: StackGeometry) -> Finding? {
    guard let stated = stack.slices[0].frame.spacingBetweenSlices, stated != 0,
      stack.slices.count > 1
    else { return nil }
    // Tilted series state either distance: along the normal or along the table.
    let median = stack.medianGap
    let tolerance = tolerances.spacing(for: median)
    let candidates = [median, stack.grid.spacing.z]
    guard !candidates.contains(where: { abs($0 - abs(stated)) <= tolerance }) else { return nil }
    return Finding(
      .spacingTagDiffers, severity: .note,
      message: "Spacing Between Slices says \(stated.shortText) mm, the positions say "
        + "\(median.shortText) mm; positions are right",
      values: ["tag": [stated], "positions": [median], "tolerance": [tolerance]])
  }

  private func volumeFrame(_ slices: [SliceSource]) -> Finding? {
    guard slices.contains(where: \.frame.isInVolumeFrame) else { return nil }
    return Finding(
      .noPatientFrame, severity: .warning,
      message:
        "positions are those of the ultrasound volume: where it lies in the patient is not stated")
  }

  private func mosaic(_ slices: [SliceSource]) -> Finding? {
    let unstated = slices.filter { $0.image.mosaic?.statesDirection == false }
    guard !unstated.isEmpty else { return nil }
    return Finding(
      .mosaicDirection, severity: .warning,
      message:
        "the mosaic does not say in which direction its tiles follow each other: the direction of "
        + "the normal was taken; compare with another series before you trust head and feet",
      files: Self.paths(unstated))
  }

  private func frameOfReference(_ slices: [SliceSource]) -> Finding? {
    let frames = Set(slices.map(\.header.series.frameOfReferenceUID))
    guard frames.count > 1 else { return nil }
    let silent = slices.count { $0.header.series.frameOfReferenceUID == nil }
    let words =
      silent > 0 && frames.count == 2
      ? "\(silent) of \(slices.count) slices name no frame of reference; they lie in line with the "
        + "others and were trusted"
      : "each of the \(frames.count) slices claims a frame of reference of its own, as some "
        + "de-identification leaves it; the positions were trusted instead"
    return Finding(
      .frameOfReferenceVaries, severity: .warning, message: words,
      values: ["framesOfReference": [Double(frames.count)]])
  }

  private func missingRescale(_ slices: [SliceSource]) -> Finding? {
    let bare = slices.filter(\.lacksRescale)
    guard !bare.isEmpty else { return nil }
    return Finding(
      .rescaleMissing, severity: .warning,
      message:
        "no Rescale Intercept turns stored values into HU: values are as stored, in no known unit",
      files: some(bare, of: slices))
  }

  private func mixedSamples(_ slices: [SliceSource]) -> Finding? {
    let whole = slices.filter { $0.header.pixels.samples == .integer }
    let signed = whole.filter(\.format.isSigned)
    let bits = Set(whole.map(\.format.bitsStored)).sorted()
    let isMixed = !signed.isEmpty && signed.count < whole.count
    guard isMixed || bits.count > 1 else { return nil }
    let rare = 2 * signed.count > whole.count ? whole.filter { !$0.format.isSigned } : signed
    let words =
      (isMixed
        ? ["\(signed.count) of \(whole.count) slices store signed values, the others not"] : [])
      + (bits.count > 1 ? ["Bits Stored runs from \(bits[0]) to \(bits[bits.count - 1])"] : [])
    return Finding(
      .mixedSamples, severity: .warning,
      message: words.joined(separator: "; ") + ": values may jump from slice to slice",
      values: ["signed": [Double(signed.count)], "bitsStored": bits.map(Double.init)],
      files: isMixed ? some(rare, of: slices) : [])
  }

  private func coarseValues(_ slices: [SliceSource]) -> Finding? {
    let coarse = slices.filter { $0.coarseStep != nil }
    guard let first = coarse.first, let step = first.coarseStep else { return nil }
    let rescale = first.frame.rescale
    return Finding(
      .coarseValues, severity: .warning,
      message:
        "the intercept \(rescale.intercept) is so large that floats near it lie \(step) apart, "
        + "more than half the slope \(rescale.slope): stored values run into each other",
      values: ["step": [step], "slope": [rescale.slope], "intercept": [rescale.intercept]],
      files: some(coarse, of: slices))
  }

  private func padding(_ slices: [SliceSource]) -> Finding? {
    guard let padding = slices.lazy.compactMap(\.header.pixels.padding).first else {
      return nil
    }
    let first = padding.lowerBound
    let last = padding.upperBound
    let values =
      first == last ? "stored value \(first) means" : "stored values \(first)…\(last) mean"
    return Finding(
      .pixelPadding, severity: .note,
      message: "\(values) \u{201C}no value here\u{201D}; "
        + "such voxels are left out of ranges, windows and pictures",
      values: ["stored": [Double(padding.lowerBound), Double(padding.upperBound)]])
  }

  private func inversion(_ slices: [SliceSource]) -> Finding? {
    let inverted = slices.filter(\.header.isInverted)
    guard !inverted.isEmpty else { return nil }
    return Finding(
      .inverted, severity: .note,
      message: "low values are white in pictures; values keep their sign",
      files: some(inverted, of: slices))
  }

  private func voiLUT(_ slices: [SliceSource]) -> Finding? {
    let curved = slices.filter(\.header.hasVOILUT)
    guard !curved.isEmpty else { return nil }
    return Finding(
      .voiLUTIgnored, severity: .note,
      message: "a VOI LUT Sequence offers a display curve; a window is used instead",
      files: some(curved, of: slices))
  }

  private func lossy(_ slices: [SliceSource]) -> Finding? {
    let lossy = slices.filter(\.header.isLossy)
    guard !lossy.isEmpty else { return nil }
    return Finding(
      .lossyCompression, severity: .note, message: "the pixels went through a lossy compression",
      files: some(lossy, of: slices))
  }

  private func nonconformances(_ slices: [SliceSource]) -> Finding? {
    let odd = slices.filter { $0.image.nonconformance != nil }
    // The message comes from the first slice in order of position: no path, no file order.
    guard let first = odd.first?.image.nonconformance?.first else { return nil }
    let count = Self.paths(odd).count
    return Finding(
      .encodingOddity, severity: .note,
      message:
        "\(count) file\(count == 1 ? " departs" : "s depart") from the encoding rules: \(first)",
      values: ["files": [Double(count)]], files: some(odd, of: slices))
  }

  /// The files of slices, each once; none if they are all files of the volume.
  private func some(_ concerned: [SliceSource], of slices: [SliceSource]) -> [String] {
    let paths = Self.paths(concerned)
    return paths.count == Self.paths(slices).count ? [] : paths
  }

  /// The files of slices, each once.
  private static func paths(_ slices: [SliceSource]) -> [String] {
    var seen: Set<ObjectIdentifier> = []
    return slices.map(\.image).filter { seen.insert(ObjectIdentifier($0)).inserted }.map(\.path)
  }
}
