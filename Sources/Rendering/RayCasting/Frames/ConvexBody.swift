import Geometry
import VolumeModel

/// What lies on the inner side of planes, which their normals point to.
struct ConvexBody {
  let faces: [Plane]

  /// How far in mm a corner may lie behind a plane and still count as on it.
  private static let tolerance = 1e-6

  /// Whether nothing lies on the inner side of all planes.
  ///
  /// - Precondition: Some of the planes enclose something: then whatever is left has corners.
  /// - Complexity: The fourth power of the number of planes that cut into the others' body.
  var isEmpty: Bool {
    for a in faces.indices {
      for b in faces.indices[..<a] {
        for c in faces.indices[..<b] {
          if let corner = corner(faces[a], faces[b], faces[c]), contains(corner) { return false }
        }
      }
    }
    return true
  }

  private func contains(_ point: PatientPoint) -> Bool {
    faces.allSatisfy { $0.signedDistance(to: point) >= -Self.tolerance }
  }

  /// The point that lies in three planes; nil for parallel ones.
  private func corner(_ a: Plane, _ b: Plane, _ c: Plane) -> PatientPoint? {
    let across = b.normal.cross(c.normal)
    let determinant = a.normal.dot(across)
    guard abs(determinant) > 1e-12 else { return nil }
    // From the first plane's point: the planes' distances, by Cramer's rule.
    let toB = -b.signedDistance(to: a.point)
    let toC = -c.signedDistance(to: a.point)
    let offset = c.normal.cross(a.normal) * toB + a.normal.cross(b.normal) * toC
    return a.point + offset / determinant
  }
}

extension GridGeometry {
  /// The six faces of the box of all voxels, boundary included, looking inwards.
  var faces: [Plane] {
    let edges = [voxelToPatient.x, voxelToPatient.y, voxelToPatient.z]
    let bounds = voxelBounds
    let ends = [(bounds.lower, 1.0), (bounds.upper, -1.0)]
    let sense = voxelToPatient.determinant > 0 ? 1.0 : -1
    return ends.flatMap { corner, inwards in
      (0..<3).compactMap { axis in
        Plane(
          through: patientPoint(of: corner),
          normal: edges[(axis + 1) % 3].cross(edges[(axis + 2) % 3]) * (inwards * sense))
      }
    }
  }
}
