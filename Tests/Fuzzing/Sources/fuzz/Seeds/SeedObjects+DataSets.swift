import DICOMModel

extension SeedObjects {
  /// An enhanced MR of three frames.
  static func enhanced() -> DataSet {
    var set = image("1.2.840.10008.5.1.4.1.1.4.1", uid: "1.2.3.1", frames: 3)
    var orientation = DataSet()
    orientation.set(.imageOrientationPatient, doubles: [1, 0, 0, 0, 1, 0])
    var measures = DataSet()
    measures.set(.pixelSpacing, doubles: [0.5, 0.75])
    measures.set(.sliceThickness, double: 2)
    var shared = DataSet()
    shared.set(.planeOrientationSequence, items: [orientation])
    shared.set(.pixelMeasuresSequence, items: [measures])
    set.set(.sharedFunctionalGroupsSequence, items: [shared])
    set.set(.perFrameFunctionalGroupsSequence, items: (0..<3).map(frame))
    return set
  }

  private static func frame(_ n: Int) -> DataSet {
    var position = DataSet()
    position.set(.imagePositionPatient, doubles: [-1, -2, Double(n)])
    var rescale = DataSet()
    rescale.set(.rescaleSlope, double: Double(n + 1))
    rescale.set(.rescaleIntercept, double: 10)
    rescale.set(.rescaleType, string: "US")
    var item = DataSet()
    item.set(.planePositionSequence, items: [position])
    item.set(.pixelValueTransformationSequence, items: [rescale])
    return item
  }

  /// A dose of two planes.
  static func dose() -> DataSet {
    var set = image("1.2.840.10008.5.1.4.1.1.481.2", uid: "1.2.3.2", frames: 2)
    place(&set, z: 0)
    set.set(.gridFrameOffsetVector, doubles: [0, 2])
    set.set(.doseGridScaling, double: 0.001)
    return set
  }

  /// A mosaic of one tile in four.
  static func mosaic() -> DataSet {
    var set = image("1.2.840.10008.5.1.4.1.1.4", uid: "1.2.3.3", frames: 1)
    place(&set, z: 0)
    set.set(.imageType, strings: ["ORIGINAL", "PRIMARY", "M", "ND", "MOSAIC"])
    set.set(.columns, integer: 4)
    set.set(.spacingBetweenSlices, double: 2)
    set.set(Tag(0x0019, 0x0010), vr: .lo, string: "SIEMENS MR HEADER")
    set.set(Tag(0x0019, 0x100A), vr: .us, integer: 3)
    set.set(.pixelData, vr: .ow, bytes: (0..<16).map { UInt8($0) })
    return set
  }

  /// A classic slice.
  static func slice(_ n: Int, z: Double) -> DataSet {
    var set = image("1.2.840.10008.5.1.4.1.1.4", uid: "1.2.4.\(n)", frames: 1)
    place(&set, z: z)
    set.set(.instanceNumber, integer: n)
    set.set(.pixelPaddingValue, integer: 0)
    return set
  }

  private static func place(_ set: inout DataSet, z: Double) {
    set.set(.imagePositionPatient, doubles: [-1, -2, z])
    set.set(.imageOrientationPatient, doubles: [1, 0, 0, 0, 1, 0])
    set.set(.pixelSpacing, doubles: [0.5, 0.75])
  }

  /// What every image of 3×2 words has.
  private static func image(_ sopClass: String, uid: String, frames: Int) -> DataSet {
    var set = DataSet()
    set.set(.sopClassUID, string: sopClass)
    set.set(.sopInstanceUID, string: uid)
    set.set(.seriesInstanceUID, string: "1.2.3")
    set.set(.frameOfReferenceUID, string: "1.2.9")
    set.set(.modality, string: "MR")
    set.set(.imageType, strings: ["ORIGINAL", "PRIMARY", "M", "NONE"])
    set.set(.numberOfFrames, integer: frames)
    set.set(.samplesPerPixel, integer: 1)
    set.set(.photometricInterpretation, string: "MONOCHROME2")
    set.set(.rows, integer: 2)
    set.set(.columns, integer: 3)
    set.set(.bitsAllocated, integer: 16)
    set.set(.bitsStored, integer: 12)
    set.set(.highBit, integer: 11)
    set.set(.pixelRepresentation, integer: 0)
    set.set(.pixelData, vr: .ow, bytes: (0..<frames * 12).map { UInt8($0) })
    return set
  }
}
