import DICOMModel
import Geometry
import PixelCoding
import TestSupport
import Testing

@testable import DICOMImaging

// Testing has a Tag too.
private typealias Tag = DICOMModel.Tag

/// A CT image of 3 columns and 2 rows, without pixels.
func imageDataSet() -> DataSet {
  var set = DataSet()
  set.set(.sopClassUID, string: "1.2.840.10008.5.1.4.1.1.2")
  set.set(.sopInstanceUID, string: "1.2.3")
  set.set(.modality, string: "CT")
  set.set(.imageType, strings: ["ORIGINAL", "PRIMARY", "AXIAL"])
  set.set(.imagePositionPatient, doubles: [-100, -120, 40.5])
  set.set(.imageOrientationPatient, doubles: [1, 0, 0, 0, 1, 0])
  set.set(.pixelSpacing, doubles: [0.5, 0.75])
  set.set(.rows, integer: 2)
  set.set(.columns, integer: 3)
  set.set(.samplesPerPixel, integer: 1)
  set.set(.photometricInterpretation, string: "MONOCHROME2")
  set.set(.bitsAllocated, integer: 16)
  set.set(.bitsStored, integer: 12)
  set.set(.highBit, integer: 11)
  set.set(.pixelRepresentation, integer: 0)
  return set
}

@Suite struct ImageHeaderTests {
  private func unit(_ set: DataSet) throws -> String? {
    let header = try ImageHeader(set)
    return header.unit(of: header.frame(0))
  }

  @Test func `the first value of Pixel Spacing is the distance of rows`() throws {
    guard case .plane(let plane) = ImagePlaneReading(imageDataSet()) else {
      Issue.record("the image has a plane")
      return
    }
    #expect(plane.rowSpacing == 0.5)
    #expect(plane.columnSpacing == 0.75)
    #expect(plane.position == PatientPoint(-100, -120, 40.5))
    #expect(plane.normal == PatientVector(0, 0, 1))
  }

  @Test(arguments: [Tag.imagePositionPatient, .imageOrientationPatient, .pixelSpacing])
  func `an absent or empty attribute of the plane is missing, a senseless one malformed`(
    tag: DICOMModel.Tag
  ) {
    func reading(_ change: (inout DataSet) -> Void) -> ImagePlaneReading {
      var set = imageDataSet()
      change(&set)
      return ImagePlaneReading(set)
    }
    func isMissing(_ reading: ImagePlaneReading) -> Bool {
      if case .missing = reading { true } else { false }
    }
    func isMalformed(_ reading: ImagePlaneReading) -> Bool {
      if case .malformed = reading { true } else { false }
    }
    #expect(isMissing(reading { $0.remove(tag) }))
    #expect(isMissing(reading { $0.set(tag, bytes: []) }))
    for text in ["NaN\\0\\0\\0\\1\\0", "1\\2\\3\\4", "inf\\1", "a\\b\\c", "1e999\\1e999\\1e999"] {
      #expect(isMalformed(reading { $0.set(tag, string: text) }), "\(tag) \(text)")
    }
  }

  @Test(arguments: [
    [1, 0, 0, 0, 0, 0], [1, 0, 0, 1, 0, 0], [2, 0, 0, 0, 2, 0], [1, 0, 0, 0.021, 1, 0],
    [1.021, 0, 0, 0, 1, 0], [0, 0, 0, 0, 0, 0],
  ]) func `directions that are not of length 1 and perpendicular are malformed`(
    cosines: [Double]
  ) {
    var set = imageDataSet()
    set.set(.imageOrientationPatient, doubles: cosines)
    // The message shows what the file says.
    let text = set.strings(.imageOrientationPatient)?.joined(separator: "\\") ?? ""
    #expect(
      ImagePlaneReading(set)
        == .malformed("Image Orientation (Patient) (\u{201C}\(text)\u{201D})"))
  }

  @Test(arguments: [2, 3, 4])
  func `rounded directions are set right beyond a thousandth, and say so`(
    digits: Int
  ) throws {
    let row = PatientVector(0.838670567945424, 0.5446390350150271, 0)
    let column = PatientVector(-0.3, 0.461954, 0.8346)
    let scales: [Int: Double] = [2: 100, 3: 1000, 4: 10_000]
    let scale = try #require(scales[digits])
    var set = imageDataSet()
    let exact = try #require(row.normalized)
    let other = try #require((column - exact * exact.dot(column)).normalized)
    let rounded = [exact.x, exact.y, exact.z, other.x, other.y, other.z].map {
      ($0 * scale).rounded() / scale
    }
    set.set(.imageOrientationPatient, doubles: rounded)
    let plane = try #require(ImagePlaneReading(set).plane)
    #expect((plane.rowDirection - exact).length < 1.5 / scale)
    #expect((plane.columnDirection - other).length < 1.5 / scale)
    if plane.directionCorrection == 0 {
      #expect(plane.rowDirection == PatientVector(rounded[0], rounded[1], rounded[2]))
    } else {
      #expect(plane.directionCorrection > ImagePlane.directionTolerance)
      #expect(abs(plane.rowDirection.length - 1) < 1e-15)
      #expect(abs(plane.rowDirection.dot(plane.columnDirection)) < 1e-15)
    }
    #expect((plane.directionCorrection > 0) == (digits == 2))
  }

  @Test func `patients are compared, never shown`() {
    func patient(_ id: String?, _ name: String?) -> PatientIdentity {
      var set = imageDataSet()
      for (tag, text) in [(Tag.patientID, id), (.patientName, name)] {
        if let text { set.set(tag, string: text) } else { set.remove(tag) }
      }
      return SeriesHeader(set).patient
    }
    let one = patient("P1", "Doe^Jane")
    #expect(one == patient("P1 ", "DOE^JANE^^^"))
    #expect(one.differences(from: patient("P2", "Doe^Jane")) == ["Patient ID"])
    #expect(one.differences(from: patient(nil, "Doe^Jane")) == ["Patient ID"])
    #expect(one.differences(from: patient("P1", nil)) == ["Patient's Name"])
    let shown = ["\(one)", String(reflecting: one), "\(Mirror(reflecting: one).children.count)"]
    #expect(shown == ["patient", "patient", "0"])
  }

  @Test(arguments: [[0, 1], [-1, 1], [1], [1, 0.5, 2]])
  func `pixel spacings are two positive numbers`(spacing: [Double]) {
    var set = imageDataSet()
    set.set(.pixelSpacing, doubles: spacing)
    let text = set.strings(.pixelSpacing)?.joined(separator: "\\") ?? ""
    #expect(ImagePlaneReading(set) == .malformed("Pixel Spacing (\u{201C}\(text)\u{201D})"))
  }

  @Test func `rescale is identity where it is absent or empty`() throws {
    var set = imageDataSet()
    #expect(try ModalityRescale(FrameAttributes(set)) == ModalityRescale())
    set.set(.rescaleSlope, bytes: [])
    #expect(try ModalityRescale(FrameAttributes(set)).slope == 1)
    set.set(.rescaleSlope, double: 2.5)
    set.set(.rescaleIntercept, double: -1024)
    set.set(.rescaleType, string: "HU")
    let stated = try ModalityRescale(FrameAttributes(set))
    #expect(stated.slope == 2.5 && stated.intercept == -1024 && stated.type == "HU")
    #expect(stated.isStated)
  }

  @Test(arguments: ["0", "NaN", "abc", "1e999"])
  func `a rescale that cannot be is refused`(slope: String) {
    var set = imageDataSet()
    set.set(.rescaleSlope, string: slope)
    #expect(throws: ImageReadingError.self) { try ModalityRescale(FrameAttributes(set)) }
  }

  @Test func `dose is stored times its grid scaling`() throws {
    var set = imageDataSet()
    set.set(.modality, string: "RTDOSE")
    set.set(.doseGridScaling, double: 1e-6)
    set.set(.doseUnits, string: "GY")
    #expect(try ImageHeader(set).frame(0).rescale.slope == 1e-6)
    #expect(try unit(set) == "GY")
  }

  @Test func `HU is assumed for CT alone, and not where the file says otherwise`() throws {
    var set = imageDataSet()
    #expect(try unit(set) == nil)
    set.set(.rescaleIntercept, double: -1024)
    #expect(try unit(set) == "HU")
    set.set(.rescaleType, string: "US")
    #expect(try unit(set) == nil)
    set.remove(.rescaleType)
    set.set(.modality, string: "MR")
    #expect(try unit(set) == nil)
    set.set(.modality, string: "PT")
    set.set(.units, string: "BQML")
    #expect(try unit(set) == "BQML")
  }

  @Test func `MONOCHROME1 and an inverse presentation are one inversion`() throws {
    var set = imageDataSet()
    #expect(try !ImageHeader(set).isInverted)
    set.set(.photometricInterpretation, string: "MONOCHROME1")
    #expect(try ImageHeader(set).isInverted)
    set.set(.presentationLUTShape, string: "INVERSE")
    #expect(try ImageHeader(set).isInverted)
    set.set(.photometricInterpretation, string: "MONOCHROME2")
    #expect(try ImageHeader(set).isInverted)
  }

  @Test func `only the detector's spacing makes a projection`() throws {
    var set = imageDataSet()
    set.set(.imagerPixelSpacing, doubles: [0.1, 0.1])
    #expect(try !ImageHeader(set).isProjection)
    set.remove(.pixelSpacing)
    #expect(try ImageHeader(set).isProjection)
  }

  @Test func `windows come in pairs, the preferred one first`() throws {
    var set = imageDataSet()
    set.set(.windowCenter, doubles: [40, -600])
    set.set(.windowWidth, doubles: [400, 1500])
    set.set(.voiLUTFunction, string: "SIGMOID")
    #expect(
      try ImageHeader(set).frame(0).windows == [
        StoredWindow(center: 40, width: 400, function: "SIGMOID"),
        StoredWindow(center: -600, width: 1500, function: "SIGMOID"),
      ])
    set.set(.windowWidth, doubles: [400])
    #expect(try ImageHeader(set).frame(0).windows.isEmpty)
  }

  @Test func `a header tells nothing of the patient`() throws {
    var set = imageDataSet()
    for tag in [Tag.patientName, .patientID] { set.set(tag, string: "SECRET") }
    var text = ""
    dump(try ImageHeader(set), to: &text)
    #expect(!text.contains("SECRET"))
  }
}

@Suite struct PaddingTests {
  /// Value, limit, their VR as written, whether pixels are signed, and what it means.
  private static let cases: [(Int, Int?, VR, Bool, ClosedRange<Int>)] = [
    (0, nil, .us, false, 0...0), (-2000, nil, .ss, true, -2000 ... -2000),
    (63536, nil, .us, true, -2000 ... -2000), (-2000, nil, .ss, false, 63536...63536),
    (0, 10, .us, false, 0...10), (10, 0, .us, false, 0...10),
    (-2000, -2010, .ss, true, -2010 ... -2000), (63536, 63526, .us, true, -2010 ... -2000),
  ]

  @Test(arguments: cases.indices)
  func `padding is read as the pixels are, in either order, whatever its VR`(n: Int) throws {
    let (value, limit, vr, isSigned, range) = Self.cases[n]
    var set = imageDataSet()
    set.set(.pixelRepresentation, integer: isSigned ? 1 : 0)
    set.set(.pixelPaddingValue, vr: vr, integer: value)
    if let limit { set.set(.pixelPaddingRangeLimit, vr: vr, integer: limit) }
    #expect(try ImagePixels(set).padding == range)
  }

  @Test func `a limit without a value means nothing`() throws {
    var set = imageDataSet()
    set.set(.pixelPaddingRangeLimit, vr: .us, integer: 7)
    #expect(try ImagePixels(set).padding == nil)
    set.set(.pixelPaddingValue, vr: .us, bytes: [])
    #expect(try ImagePixels(set).padding == nil)
  }
}

@Suite struct ImagePixelsTests {
  @Test func `what is absent has its usual value`() throws {
    var set = imageDataSet()
    let tags: [DICOMModel.Tag] = [
      .bitsStored, .highBit, .pixelRepresentation, .samplesPerPixel, .photometricInterpretation,
    ]
    for tag in tags { set.remove(tag) }
    let pixels = try ImagePixels(set)
    #expect(pixels.format.bitsStored == 16 && pixels.format.highBit == 15)
    #expect(!pixels.format.isSigned && pixels.isMonochrome)
    #expect(pixels.frameCount == 1)
  }

  @Test func `bits allocated cannot be guessed`() {
    var set = imageDataSet()
    set.remove(.bitsAllocated)
    #expect(throws: ImageReadingError.attribute("Bits Allocated")) { try ImagePixels(set) }
  }

  @Test(arguments: [("RGB", 3), ("PALETTE COLOR", 1), ("YBR_FULL_422", 3), ("MONOCHROME2", 3)])
  func `colours are not values`(photometric: String, samples: Int) throws {
    var set = imageDataSet()
    set.set(.photometricInterpretation, string: photometric)
    set.set(.samplesPerPixel, integer: samples)
    #expect(try !ImagePixels(set).isMonochrome)
  }

  @Test func `pixels have the order of the other values, whatever their syntax`() throws {
    var set = imageDataSet()
    set.set(.pixelData, vr: .ow, bytes: [1, 2, 3, 4])
    let swapped = try set.withPixelsInOrder(readIn: .privateGEBigEndianPixels)
    #expect(swapped.bytes(.pixelData).map { Array($0) } == [2, 1, 4, 3])
    #expect(try set.withPixelsInOrder(readIn: .explicitVRBigEndian) == set)
    set.set(.bitsAllocated, integer: 32)
    #expect(throws: ImageReadingError.pixels(.unsupportedBitsAllocated(32))) {
      try set.withPixelsInOrder(readIn: .privateGEBigEndianPixels)
    }
    set.remove(.pixelData)
    #expect(try set.withPixelsInOrder(readIn: .privateGEBigEndianPixels) == set)
  }
}
