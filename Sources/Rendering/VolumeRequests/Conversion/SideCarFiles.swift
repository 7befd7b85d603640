import Faults
import Files
import SeriesLoading
import StableJSON
import VolumeFiles

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The files beside a NIfTI file that say what its header cannot.
struct SideCarFiles {
  private let plan: VolumePlan
  private let phases: [Int]
  private let software: SoftwareName
  private let tellsTexts: Bool
  private let loader: VolumeLoader

  init(
    of plan: VolumePlan, phases: [Int], software: SoftwareName, tellsTexts: Bool,
    loader: VolumeLoader
  ) throws(VolumeRequestError) {
    guard plan.volumeFile == nil else {
      throw VolumeRequestError(
        code: "bad-input", kind: .badInput,
        problem: "needs a DICOM series: a volume file states nothing of its acquisition",
        place: FaultPlace(field: "sideCars"))
    }
    self.plan = plan
    self.phases = phases
    self.software = software
    self.tellsTexts = tellsTexts
    self.loader = loader
  }

  /// Writes `NAME.json` and, of diffusion-weighted images, `NAME.bval` and `NAME.bvec`.
  ///
  /// - Returns: What had to be left out, and what a user should hear of it.
  func write(
    beside path: String, as format: VolumeFileFormat
  ) throws -> (findings: [Finding], notices: [VolumeNotice]) {
    let ending = format.extensions.first(where: path.lowercased().hasSuffix) ?? ""
    let stem = String(path.dropLast(ending.count))
    let sideCar = try AcquisitionSideCar(
      of: plan, phases: phases, software: software, tellsTexts: tellsTexts, loader: loader)
    try writeFile(Array((try JSONText.text(sideCar) + "\n").utf8), to: stem + ".json")
    guard let table = loader.gradientTable(of: plan, phases: phases) else { return ([], []) }
    let values = table.bValues.map(\.shortText).joined(separator: " ") + "\n"
    try writeFile(Array(values.utf8), to: stem + ".bval")
    do {
      let rows = try table.rows(along: plan.geometry)
      let text = rows.map { $0.map(Self.text).joined(separator: " ") + "\n" }.joined()
      try writeFile(Array(text.utf8), to: stem + ".bvec")
      return ([], [])
    } catch let problem as GradientTable.Problem {
      let name = URL(filePath: stem).lastPathComponent
      return (
        [Finding(.gradientsUncertain, severity: .warning, message: problem.description)],
        [.gradientsLeftOut(file: name + ".bvec", reason: problem.description)]
      )
    }
  }

  /// Six decimals at most, and no −0.
  private static func text(_ number: Double) -> String {
    let rounded = (number * 1e6).rounded() / 1e6
    return Int(exactly: rounded).map(String.init) ?? DecimalText.brief(rounded, digits: 6)
  }
}
