import DICOMImaging
import Geometry

/// How a phase is weighted by diffusion.
public struct PhaseWeighting: Hashable, Sendable {
  /// The b-value in s/mm².
  public let bValue: Double
  /// The direction of the gradient in the patient's frame (LPS), of length 1; nil without a
  /// direction, or if its frame is not understood.
  public let direction: [Double]?
  /// Whether the files state a direction that could not be turned into the patient's frame.
  public let lacksFrame: Bool
}

extension VolumePlan {
  /// How each phase is weighted by diffusion, whatever axes it lies on; empty unless some phase
  /// is weighted.
  ///
  /// Phases whose images state nothing are the unweighted ones, with a b-value of 0.
  public var phaseWeightings: [PhaseWeighting] {
    let middles = phaseSlices.compactMap { $0.isEmpty ? nil : $0[$0.count / 2] }
    guard middles.contains(where: { ($0.frame.diffusion?.bValue ?? 0) > 0 }) else { return [] }
    return middles.map { slice in
      let weighting = slice.frame.diffusion ?? .unweighted
      let direction = slice.plane.flatMap(weighting.patientDirection)
      return PhaseWeighting(
        bValue: weighting.bValue, direction: direction.map { [$0.x + 0, $0.y + 0, $0.z + 0] },
        lacksFrame: weighting.direction != nil && direction == nil)
    }
  }
}
