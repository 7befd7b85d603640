import DICOMModel
import VolumeFiles
import VolumeModel

extension VolumePlan {
  /// A plan for a volume file.
  init(_ file: VolumeFile, id: Int, tolerances: StackTolerances, values: ValueKind) {
    valueProblem =
      values == .modality ? nil : "a volume file does not say what its values become otherwise"
    self.id = id
    seriesNumber = nil
    source = .volumeFile(file)
    geometry = file.geometry
    phaseAxes = file.phaseTimes.map { [PhaseAxis($0, count: file.phases)] } ?? []
    phaseAttributes = [file.attributes]
    findings = Self.findings(for: file, tolerances: tolerances)
  }

  private static func findings(for file: VolumeFile, tolerances: StackTolerances) -> [Finding] {
    var findings: [Finding] = []
    if !file.attributes.hasPatientFrame {
      findings.append(
        Finding(
          .noPatientFrame, severity: .warning,
          message:
            "the file does not say where the voxels lie in the patient; only their size is known"))
    }
    let shear = file.geometry.shearDegrees
    if shear > tolerances.shearDegrees {
      findings.append(
        Finding(
          .gantryTilt, severity: .note,
          message:
            "slices follow each other \(shear.shortText)° off their normal; the shear is kept",
          values: ["shearDegrees": [shear], "toleranceDegrees": [tolerances.shearDegrees]]))
    }
    findings += PlausibleGeometry.finding(file.geometry).map { [$0] } ?? []
    if let nonconformance = file.nonconformance {
      findings.append(Finding(.encodingOddity, severity: .warning, message: nonconformance))
    }
    if file.phases > 1 {
      findings.append(
        Finding(
          .phases, severity: .note, message: "\(file.phases) volumes of the same place",
          values: ["phases": [Double(file.phases)]]))
    }
    return findings
  }
}

extension PhaseAxis {
  /// Equally spaced times.
  fileprivate init(_ times: PhaseTimes, count: Int) {
    self.init(
      tag: Tag(0x0020, 0x930D), name: "Temporal Position Time Offset",
      values: (0..<count).map { .number(times.first + Double($0) * times.step) })
  }
}
