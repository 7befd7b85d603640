import Foundation
import Sagitta

/// The files beside a NIfTI file that say what its header cannot.
struct SideCarFiles {
  private let plan: VolumePlan
  private let phases: [Int]
  private let loader: VolumeLoader
  private let common: CommonOptions

  init(
    _ plan: VolumePlan, _ phases: [Int], _ loader: VolumeLoader, _ common: CommonOptions
  ) throws {
    guard plan.volumeFile == nil else {
      throw RefusedError(
        .badInput, "--bids: a volume file states nothing of its acquisition; give the DICOM series")
    }
    self.plan = plan
    self.phases = phases
    self.loader = loader
    self.common = common
  }

  /// Writes `NAME.json` and, of diffusion-weighted images, `NAME.bval` and `NAME.bvec`.
  ///
  /// - Returns: What had to be left out.
  func write(beside path: String, _ format: VolumeFileFormat) throws -> [Finding] {
    let ending = format.extensions.first(where: path.lowercased().hasSuffix) ?? ""
    let stem = String(path.dropLast(ending.count))
    let sideCar = try AcquisitionSideCar(plan, phases, loader)
    try writeFile(Array((try JSONText.text(sideCar) + "\n").utf8), to: stem + ".json")
    guard let table = loader.gradientTable(of: plan, phases: phases) else { return [] }
    let values = table.bValues.map(\.displayText).joined(separator: " ") + "\n"
    try writeFile(Array(values.utf8), to: stem + ".bval")
    do {
      let rows = try table.rows(along: plan.geometry)
      let text = rows.map { $0.map(Self.text).joined(separator: " ") + "\n" }.joined()
      try writeFile(Array(text.utf8), to: stem + ".bvec")
      return []
    } catch let problem as GradientTable.Problem {
      let name = URL(filePath: stem).lastPathComponent
      common.note("warning: no \(name).bvec is written: \(problem)")
      return [Finding(.gradientsUncertain, .warning, problem.description)]
    }
  }

  /// Six decimals at most, and no −0.
  private static func text(_ number: Double) -> String {
    let rounded = (number * 1e6).rounded() / 1e6
    return rounded == rounded.rounded() ? "\(Int(rounded))" : String(format: "%.6g", rounded)
  }
}
