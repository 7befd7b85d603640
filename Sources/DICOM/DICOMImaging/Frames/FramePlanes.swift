import DICOMModel
import Geometry

/// Where the frames of an object without functional groups lie, if it says so in a way that
/// leaves no doubt.
enum FramePlanes {
  /// The plane of each frame, in the order in which frames are stored, or one entry that says
  /// what is wrong.
  static func readings(_ dataSet: DataSet, frameCount: Int) -> [ImagePlaneReading] {
    if dataSet.contains(.gridFrameOffsetVector) {
      return dosePlanes(dataSet, frameCount: frameCount)
    }
    return [.missing("a position of each frame")]
  }

  /// What offsets of a dose grid say that its position contradicts; nil if nothing.
  ///
  /// Offsets that do not begin with 0 are z coordinates, and the first is the position's.
  static func doseContradiction(in dataSet: DataSet) -> String? {
    guard let first = dataSet.doubles(.gridFrameOffsetVector)?.first, first != 0, first.isFinite,
      case .plane(let plane) = ImagePlaneReading(dataSet), abs(plane.position.z - first) > 0.1
    else { return nil }
    return "Grid Frame Offset Vector begins with \(first), but the first frame lies at z "
      + "\(plane.position.z) mm; the position counts"
  }

  /// RT Dose (PS3.3 C.8.8.3.2): offsets along the normal if the first is 0, else the frames'
  /// z coordinates.
  private static func dosePlanes(_ dataSet: DataSet, frameCount: Int) -> [ImagePlaneReading] {
    let reading = ImagePlaneReading(dataSet)
    guard case .plane(let first) = reading else { return [reading] }
    guard let offsets = dataSet.doubles(.gridFrameOffsetVector), offsets.count == frameCount,
      offsets.allSatisfy(\.isFinite)
    else { return [.malformed("Grid Frame Offset Vector")] }
    // Absolute coordinates are for planes across the patient's axis alone.
    guard offsets[0] == 0 || abs(first.normal.z) > 0.999 else {
      return [.malformed("Grid Frame Offset Vector (it does not begin with 0)")]
    }
    let direction = offsets[0] == 0 ? first.normal : PatientVector(0, 0, 1)
    return offsets.map { .plane(first.moved(by: direction * ($0 - offsets[0]))) }
  }
}

extension ImagePlane {
  /// The plane shifted by a vector in mm.
  func moved(by offset: PatientVector) -> ImagePlane {
    var moved = self
    let place = position + offset
    if place.isFinite { moved.position = place }
    return moved
  }
}
