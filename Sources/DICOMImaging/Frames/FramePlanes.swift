import DICOMModel
import Geometry

/// Where the frames of an object without functional groups lie, if it says so in a way that
/// leaves no doubt.
enum FramePlanes {
  /// The plane of each frame, in the order in which frames are stored, or one entry that says
  /// what is wrong.
  static func readings(_ dataSet: DataSet, frameCount: Int) -> [ImagePlaneReading] {
    if dataSet.contains(.gridFrameOffsetVector) { return dosePlanes(dataSet, frameCount) }
    if dataSet.contains(.detectorInformationSequence) {
      return detectorPlanes(dataSet, frameCount)
    }
    return [.missing("a position of each frame")]
  }

  /// RT Dose (PS3.3 C.8.8.3.2): offsets along the normal if the first is 0, else the frames'
  /// z coordinates.
  private static func dosePlanes(_ dataSet: DataSet, _ frameCount: Int) -> [ImagePlaneReading] {
    let reading = ImagePlaneReading(dataSet)
    guard case .plane(let first) = reading else { return [reading] }
    guard let offsets = dataSet.doubles(.gridFrameOffsetVector), offsets.count == frameCount,
      offsets.allSatisfy(\.isFinite)
    else { return [.malformed("Grid Frame Offset Vector")] }
    let direction =
      offsets[0] == 0
      ? first.normal : PatientVector(0, 0, 1)
    return offsets.map { .plane(first.moved(by: direction * ($0 - offsets[0]))) }
  }

  /// Reconstructed nuclear-medicine frames (PS3.3 C.8.4.15): the detector's place is that of
  /// the first slice, a negative distance stacks the others against the normal.
  private static func detectorPlanes(
    _ dataSet: DataSet, _ frameCount: Int
  ) -> [ImagePlaneReading] {
    let detectors = dataSet.items(.detectorInformationSequence) ?? []
    guard detectors.count == 1, dataSet.tags(.frameIncrementPointer) == [.sliceVector],
      let numbers = dataSet.integers(.sliceVector), numbers.count == frameCount,
      numbers.sorted().elementsEqual(1...frameCount)
    else { return [.missing("one detector and one slice for each frame")] }
    let reading = ImagePlaneReading(
      FrameAttributes(frame: [detectors[0]], shared: [], dataSet))
    guard case .plane(let first) = reading else { return [reading] }
    guard let step = dataSet.double(.spacingBetweenSlices), step.isFinite, step != 0 else {
      return [.missing("Spacing Between Slices")]
    }
    return numbers.map { .plane(first.moved(by: first.normal * (step * Double($0 - 1)))) }
  }
}

extension Tag {
  /// Slice Vector, VR US: the number of each frame's slice, from 1.
  fileprivate static let sliceVector = Tag(0x0054, 0x0080)
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
