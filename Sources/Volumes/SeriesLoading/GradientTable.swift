public import Geometry
public import VolumeModel

/// How the phases of a volume are weighted by diffusion.
public struct GradientTable: Sendable {
  /// The b-value of each phase in s/mm².
  public let bValues: [Double]

  /// The direction of each phase's gradient in the patient, of length 1 and nil without one, or why
  /// the directions are not known.
  public let directions: Result<[PatientVector?], Problem>

  /// Why directions in the patient cannot be stated.
  public enum Problem: Error, Hashable, Sendable, CustomStringConvertible {
    /// They are stated in the image's own frame, in a way that is not established for such images.
    case imageFrame(String)
    /// In which frame they are is not established.
    case unknownFrame
    /// Directions have another length than 1, so that b-values may be scaled by it.
    case length(Double)

    /// One line for people.
    public var description: String {
      switch self {
      case .imageFrame(let why):
        "gradient directions are in the image's own frame, and their signs are not established \(why)"
      case .unknownFrame:
        "the frame of gradient directions is not established for this phase encoding and patient position"
      case .length(let length):
        "a gradient direction has the length \(length.shortText), so that its b-value is uncertain"
      }
    }
  }

  /// The directions along the axes of a grid as FSL reads them.
  ///
  /// FSL counts x from the other end where the axes are right-handed in RAS ("neurological").
  ///
  /// - Parameter grid: The grid that the file will have.
  /// - Returns: Three rows of one number for each phase, 0 0 0 where there is no direction.
  /// - Throws: ``Problem``.
  public func rows(along grid: GridGeometry) throws(Problem) -> [[Double]] {
    let map = grid.voxelToPatient
    let isRightHanded = map.x.cross(map.y).dot(map.z) > 0
    let axes = [map.x, map.y, map.z].map { $0.normalized ?? $0 }
    let vectors = try directions.get()
    return axes.enumerated().map { n, axis in
      let sign: Double = n == 0 && isRightHanded ? -1 : 1
      return vectors.map { vector in
        let part = (vector?.dot(axis) ?? 0) * sign
        return part == 0 ? 0 : part
      }
    }
  }
}
