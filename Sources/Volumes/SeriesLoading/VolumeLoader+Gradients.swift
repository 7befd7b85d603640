import DICOMImaging
import Geometry

extension VolumeLoader {
  /// Tells how the phases of a volume are weighted by diffusion.
  ///
  /// Images that say nothing of diffusion beside others that do are unweighted.
  ///
  /// - Parameters:
  ///   - plan: The volume.
  ///   - phases: The phases that are wanted.
  /// - Returns: A table of these phases; nil if none is weighted.
  public func gradientTable(of plan: VolumePlan, phases: [Int]) -> GradientTable? {
    guard plan.volumeFile == nil else { return nil }
    let middles = phases.map { plan.phaseSlices[$0][plan.phaseSlices[$0].count / 2] }
    let bValues = middles.map { $0.frame.diffusion?.bValue ?? 0 }
    guard bValues.contains(where: { $0 > 0 }) else { return nil }
    do throws(GradientTable.Problem) {
      var directions: [PatientVector?] = []
      for slice in middles {
        directions.append(try slice.gradientDirection())
      }
      return GradientTable(bValues: bValues, directions: .success(directions))
    } catch {
      return GradientTable(bValues: bValues, directions: .failure(error))
    }
  }
}

extension SliceSource {
  /// The direction of the gradient in the patient, of length 1; nil for an unweighted image.
  fileprivate func gradientDirection() throws(GradientTable.Problem) -> PatientVector? {
    guard let weighting = frame.diffusion, weighting.bValue > 0,
      let stated = weighting.direction
    else { return nil }
    if weighting.frame == .unknown { throw .unknownFrame }
    if weighting.frame == .frequencyPhaseSlice { try Self.checkLength(stated) }
    guard let plane, let direction = weighting.patientDirection(in: plane) else {
      throw .imageFrame("but for axial images")
    }
    return direction
  }

  /// Where a length stands for a weaker shell its b-value says so already; nothing is stronger than
  /// the series' own.
  private static func checkLength(_ stated: [Double]) throws(GradientTable.Problem) {
    let length = stated.reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard (0.03...1.05).contains(length) else { throw .length(length) }
  }
}
