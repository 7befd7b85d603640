import DICOMModel
import Geometry

/// The frames of a nuclear-medicine object (PS3.3 C.8.4.8): vectors say of each frame which slice,
/// time slot, energy window and so on it is.
struct NuclearFrames {
  private let dataSet: DataSet
  private let frameCount: Int
  /// The number of each frame in every vector but that of the slices.
  private var vectors: [Tag: [Int]] = [:]
  /// The number of each frame's slice, from 1.
  private var slices: [Int] = []
  /// What is wrong; nil if every frame is a slice.
  private var problem: ImagePlaneReading?

  /// Reads the vectors; nil if the object has no detectors.
  init?(_ dataSet: DataSet, frameCount: Int) {
    guard dataSet.contains(.detectorInformationSequence) else { return nil }
    self.dataSet = dataSet
    self.frameCount = frameCount
    problem = readVectors() ?? readSlices()
  }

  /// What is said of each frame, or one entry that says what is wrong.
  ///
  /// - Throws: ``ImageReadingError`` if a rescale cannot be understood.
  func headers() throws(ImageReadingError) -> [FrameHeader] {
    if let problem { return [try FrameHeader(FrameAttributes(dataSet), plane: problem)] }
    let planes: [ImagePlane]
    switch self.planes() {
    case .success(let found): planes = found
    case .failure(let wrong):
      return [try FrameHeader(FrameAttributes(dataSet), plane: wrong.reading)]
    }
    var headers: [FrameHeader] = []
    headers.reserveCapacity(frameCount)
    for frame in 0..<frameCount {
      let attributes = FrameAttributes(frame: [numbers(of: frame)], shared: [], dataSet: dataSet)
      headers.append(try FrameHeader(attributes, plane: .plane(planes[frame])))
    }
    return headers
  }

  /// Whether the order of frames stands for Slice Vector, which is not there.
  static func assumesOrder(in dataSet: DataSet) -> Bool {
    guard let count = dataSet.integer(.numberOfFrames), count > 1,
      !dataSet.contains(.sliceVector),
      let frames = NuclearFrames(dataSet, frameCount: count)
    else { return false }
    return frames.problem == nil
  }

  /// The one number that a frame has in each vector.
  private func numbers(of frame: Int) -> DataSet {
    var numbers = DataSet()
    for (tag, values) in vectors { numbers.set(tag, vr: .us, integer: values[frame]) }
    return numbers
  }

  private mutating func readVectors() -> ImagePlaneReading? {
    let pointed = dataSet.tags(.frameIncrementPointer) ?? []
    for (tag, name) in Self.names {
      let values = dataSet.integers(tag, as: .us) ?? []
      if values.count == frameCount {
        vectors[tag] = values
      } else if !values.isEmpty {
        return .malformed("\(name) (\(values.count) numbers for \(frameCount) frames)")
      } else if pointed.contains(tag), tag != .sliceVector {
        return .missing(name)
      }
    }
    return nil
  }

  private mutating func readSlices() -> ImagePlaneReading? {
    if let stated = vectors.removeValue(forKey: .sliceVector) {
      slices = stated
    } else if vectors.isEmpty, isReconstruction, dataSet.integer(.numberOfSlices) == frameCount {
      // A reconstruction of one volume has its slices in order (PS3.3 C.8.4.8.1.1).
      slices = Array(1...frameCount)
    } else {
      return .missing("Slice Vector, without which frames are projections and no slices,")
    }
    let places = (0..<frameCount).map { frame in
      [slices[frame]] + vectors.sorted { $0.key < $1.key }.map { $0.value[frame] }
    }
    let count = max(frameCount, dataSet.integer(.numberOfSlices) ?? 0)
    guard slices.allSatisfy({ (1...count) ~= $0 }) else {
      return .malformed("Slice Vector (not all numbers are within 1 and \(count))")
    }
    let isSound = Set(places).count == frameCount
    return isSound ? nil : .malformed("Slice Vector (some frames are the same slice)")
  }

  private var isReconstruction: Bool {
    dataSet.strings(.imageType)?.dropFirst(2).first == "RECON TOMO"
  }

  private struct Wrong: Error {
    let reading: ImagePlaneReading
  }

  /// Where the frames lie (PS3.3 C.8.4.15): the detector's place is that of the first slice, a
  /// negative distance stacks the others against the normal.
  private func planes() -> Result<[ImagePlane], Wrong> {
    let reading = firstPlane()
    guard case .plane(let first) = reading else { return .failure(Wrong(reading: reading)) }
    guard let step = dataSet.double(.spacingBetweenSlices), step.isFinite, step != 0 else {
      return .failure(Wrong(reading: .missing("Spacing Between Slices")))
    }
    return .success(slices.map { first.moved(by: first.normal * (step * Double($0 - 1))) })
  }

  /// The place of the first slice: that of the one detector that has one, or that all agree in.
  private func firstPlane() -> ImagePlaneReading {
    let detectors = dataSet.items(.detectorInformationSequence) ?? []
    let placed = detectors.filter { $0.contains(.imagePositionPatient) }
    let readings = placed.map {
      ImagePlaneReading(FrameAttributes(frame: [$0], shared: [], dataSet: dataSet))
    }
    guard let first = readings.first else {
      return ImagePlaneReading(FrameAttributes(frame: [], shared: [], dataSet: dataSet))
    }
    return readings.allSatisfy { $0 == first } ? first : .missing("one place of all detectors")
  }

  private static let names: [(Tag, String)] =
    [(.sliceVector, "Slice Vector"), (.angularViewVector, "Angular View Vector")]
    + FrameDistinction.vectors.map { ($0.tag, $0.rawValue) }
}

extension Tag {
  /// Slice Vector, VR US: the number of each frame's slice, from 1.
  fileprivate static let sliceVector = Tag(0x0054, 0x0080)
  /// Angular View Vector, VR US: the direction that a projection was taken in.
  fileprivate static let angularViewVector = Tag(0x0054, 0x0090)
}
