import CVolumes
public import Geometry

extension GridGeometry {
  /// How the slices of a grid follow each other.
  public enum Regularity: String, Hashable, Sendable {
    /// Evenly spaced, straight along the normal.
    case regular
    /// Evenly spaced, but the slice-to-slice vector leaves the normal by more than
    /// ``GridGeometry/shearTolerance``: gantry tilt.
    case sheared
    /// Unevenly spaced; may be sheared too.
    case irregular
  }

  /// Degrees between slice-to-slice vector and normal above which a grid counts as sheared.
  ///
  /// Below it the shear is still kept in the map, never rounded away.
  public static var shearTolerance: Double { 0.1 }

  /// How the slices follow each other; irregular is said before sheared.
  public var regularity: Regularity {
    if slicePositions != nil { return .irregular }
    return shearDegrees > Self.shearTolerance ? .sheared : .regular
  }

  /// Returns the place in the patient, in mm, of continuous voxel coordinates.
  ///
  /// Beyond the first and last slice of an irregular stack the outermost gap continues.
  public func patientPoint(of voxel: VoxelPoint) -> PatientPoint {
    voxelToPatient(VoxelPoint(voxel.x, voxel.y, uniformSlice(voxel.z)))
  }

  /// Returns the continuous voxel coordinates of a place in the patient, also outside the
  /// grid.
  ///
  /// For an irregular stack the third coordinate is linear between neighbouring slices.
  public func voxelPoint(of point: PatientPoint) -> VoxelPoint {
    let p = patientToVoxel(point)
    return VoxelPoint(p.x, p.y, storedSlice(p.z))
  }

  /// Continuous index in the list of slices → index in evenly spaced slices.
  private func uniformSlice(_ k: Double) -> Double {
    guard let slicePositions, k.isFinite else { return k }
    let gap = Int(k.rounded(.down), clampedTo: 0...slicePositions.count - 2)
    let low = slicePositions[gap]
    let high = slicePositions[gap + 1]
    return (low + (high - low) * (k - Double(gap))) / meanStep(slicePositions)
  }

  /// Index in evenly spaced slices → continuous index in the list of slices.
  private func storedSlice(_ k: Double) -> Double {
    guard let slicePositions, k.isFinite else { return k }
    let position = k * meanStep(slicePositions)
    let low = Self.slice(before: position, among: slicePositions)
    let first = slicePositions[low]
    let second = slicePositions[low + 1]
    return Double(low) + (position - first) / (second - first)
  }

  /// Returns the last slice but one that does not lie behind a position; 0 before all of them.
  ///
  /// - Precondition: The positions grow, and there are at least two.
  package static func slice(before position: Double, among positions: [Double]) -> Int {
    // SAFETY: the places outlive the call.
    unsafe positions.withUnsafeBufferPointer { places in
      unsafe Int(sv_slice_before(places.baseAddress, Int64(places.count), position, 0))
    }
  }

  /// What one step along k of `voxelToPatient` is worth in the units of the positions:
  /// col2·N, which the last position over n − 1 is by construction.
  private func meanStep(_ positions: [Double]) -> Double {
    positions[positions.count - 1] / Double(positions.count - 1)
  }

  /// Whether ranges of indices have voxels, and only such as the grid has.
  func holds(_ i: Range<Int>, _ j: Range<Int>, _ k: Range<Int>) -> Bool {
    !i.isEmpty && !j.isEmpty && !k.isEmpty
      && dimensions.contains(i.lowerBound, j.lowerBound, k.lowerBound)
      && dimensions.contains(i.upperBound - 1, j.upperBound - 1, k.upperBound - 1)
  }

  /// Returns the geometry of the voxels in the given index ranges, which stay where they
  /// are in the patient.
  ///
  /// - Precondition: The ranges are not empty and lie inside the grid.
  public func cropped(i: Range<Int>, j: Range<Int>, k: Range<Int>) -> GridGeometry {
    precondition(holds(i, j, k), "a subvolume lies inside its volume")
    var map = voxelToPatient
    var positions: [Double]?
    if let slicePositions, k.count >= 2 {
      let kept = slicePositions[k]
      positions = kept.map { $0 - slicePositions[k.lowerBound] }
      let span = slicePositions[k.upperBound - 1] - slicePositions[k.lowerBound]
      map.z = map.z * (span / Double(k.count - 1) / meanStep(slicePositions))
    }
    let first = VoxelPoint(Double(i.lowerBound), Double(j.lowerBound), Double(k.lowerBound))
    map.origin = patientPoint(of: first)
    let size = GridDimensions(columns: i.count, rows: j.count, slices: k.count)
    do {
      return try GridGeometry(dimensions: size, voxelToPatient: map, slicePositions: positions)
    } catch {
      preconditionFailure("a part of a grid is a grid: \(error)")
    }
  }
}

extension GridGeometry {
  /// The plane of a slice, with a pixel for each voxel.
  package func plane(ofSlice k: Int) -> PlaneGeometry {
    let center = VoxelPoint(
      Double(dimensions.columns - 1) / 2, Double(dimensions.rows - 1) / 2, Double(k))
    let x = voxelToPatient.x
    let y = voxelToPatient.y
    let plane = PlaneGeometry(
      width: dimensions.columns, height: dimensions.rows, right: x, down: y,
      center: patientPoint(of: center), pixelWidth: x.length, pixelHeight: y.length)
    guard let plane else { preconditionFailure("the slices of a grid are planes") }
    return plane
  }
}
