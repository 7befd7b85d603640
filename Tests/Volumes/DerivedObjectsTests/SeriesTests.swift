import DICOMModel
import Geometry
import Phantoms
import Reslicing
import Sampling
import TestSupport
import Testing
import VolumeModel

@testable import DerivedObjects

@Suite struct SeriesTests {
  /// Largest distance in mm between the corners of two grids.
  private static func distance(_ a: GridGeometry, _ b: GridGeometry) -> Double {
    zip(a.voxelBounds.corners, b.voxelBounds.corners)
      .map { (a.patientPoint(of: $0) - b.patientPoint(of: $1)).length }.max() ?? .infinity
  }

  private static func largestDifference(_ a: Volume, _ b: Volume) -> Double {
    var largest = 0.0
    for k in 0..<a.dimensions.slices {
      for j in 0..<a.dimensions.rows {
        for i in 0..<a.dimensions.columns {
          guard a.isValid(i, j, k) == b.isValid(i, j, k) else { return .infinity }
          if a.isValid(i, j, k) { largest = max(largest, Double(abs(a[i, j, k] - b[i, j, k]))) }
        }
      }
    }
    return largest
  }

  /// Ways to lie in the patient: straight, oblique, tilted, uneven, with padding, of MR.
  static let changes: [@Sendable (inout PhantomSeries) -> Void] = [
    { _ in },
    {
      $0.orientation =
        SliceOrientation(row: PatientVector(3, 1, 0), column: PatientVector(-1, 3, 1)) ?? .axial
    },
    { $0.tiltDegrees = -17.5 },
    { $0.oddities.missingSlices = [5, 6] },
    { ($0.tiltDegrees, $0.oddities.missingSlices) = (12, [8]) },
    { ($0.format, $0.oddities.paddingValue) = (.signed16, -2000) },
    { $0.modality = .mr },
    { $0.oddities.isMonochrome1 = true },
    { $0.format = StoredFormat(bitsStored: 16, slope: 0.3, intercept: -1000) },
    { $0.oddities.hasSlopePerSlice = true },
  ]

  @Test(arguments: changes.indices)
  func `the slices of a volume come back in their place with their values`(_ n: Int) throws {
    let source = try SourceSeries(change: Self.changes[n])
    let series = try CalibratedSeries(
      CalibratedPlanes(slicesOf: source.volume), of: source.volume.attributes, from: source.images,
      by: .slices, options: .test)
    let back = try source.derived(series)
    #expect(back.dimensions == source.volume.dimensions)
    #expect(back.geometry.regularity == source.volume.geometry.regularity)
    // DS has 16 characters, 1e-11 mm for such positions; twelve slices add up.
    #expect(Self.distance(back.geometry, source.volume.geometry) < 1e-8)
    // A float on either side of the exact value.
    #expect(Self.largestDifference(back, source.volume) <= series.quantisation.largestError + 1e-4)
    if n != Self.changes.count - 1 { #expect(series.quantisation.largestError == 0) }
    #expect(back.attributes.isInverted == source.volume.attributes.isInverted)
    #expect(back.attributes.unit == source.volume.attributes.unit)
    #expect(back.attributes.frameOfReferenceUID == source.volume.attributes.frameOfReferenceUID)
    #expect(back.attributes.seriesInstanceUID == series.seriesInstanceUID)
    #expect(back.attributes.seriesInstanceUID != source.volume.attributes.seriesInstanceUID)
  }

  @Test func `a turned stack of slabs comes back in its place with its values`() throws {
    let source = try SourceSeries()
    let orientation = try ImageOrientation(.coronal).rotated(
      aboutRight: 20, aboutDown: -10, aboutNormal: 5)
    let middle = try orientation.plane(
      of: source.volume.geometry, layout: ImageLayout(pixel: 3.1))
    let stack = try PlaneStack(around: middle, count: 9, spacing: 2.7)
    let slab = try Slab(thickness: 5, blend: .max)
    let image = try Reslicer(source.volume).stack(stack, slab: slab)
    let planes = try (0..<9).map { try image.plane($0) }
    let series = try CalibratedSeries(
      CalibratedPlanes(planes, thickness: 5), of: source.volume.attributes, from: source.images,
      by: Derivation([.multiplanarReformatting, .maximumProjection], description: "slabs"),
      options: .test)
    let back = try source.derived(series)
    #expect(back.dimensions.slices == 9)
    #expect(abs(back.geometry.spacing.z - 2.7) < 1e-9 && abs(back.geometry.spacing.x - 3.1) < 1e-9)
    for (k, plane) in planes.enumerated() {
      let place = back.geometry.patientPoint(of: VoxelPoint(0, 0, Double(k)))
      #expect((place - plane.geometry.firstPixel).length < 1e-9)
      for (n, value) in plane.values.enumerated() {
        let (row, column) = n.quotientAndRemainder(dividingBy: plane.geometry.width)
        #expect(back.isValid(column, row, k) == value.isFinite)
        if value.isFinite {
          let difference = abs(back[column, row, k] - value)
          #expect(Double(difference) <= series.quantisation.largestError)
        }
      }
    }
    let first = try series.object(0).dataSet
    #expect(first.double(.sliceThickness) == 5 && first.double(.spacingBetweenSlices) == 2.7)
    #expect(series.quantisation.largestError > 0)
    #expect(
      first.string(.derivationDescription)?.contains(
        "within \(series.quantisation.largestError) HU") == true)
  }

  @Test func `PET keeps its units, its times and an intercept of 0`() throws {
    let source = try SourceSeries.pet()
    let series = try CalibratedSeries(
      CalibratedPlanes(slicesOf: source.volume), of: source.volume.attributes, from: source.images,
      by: .slices, options: .test)
    let object = try series.object(3).dataSet
    #expect(object.string(.units) == "BQML" && object.double(.rescaleIntercept) == 0)
    #expect(object.string(.seriesDate) == "20240506" && object.integer(.imageIndex) == 4)
    #expect(object.double(.decayFactor) == 1.16)
    let back = try source.derived(series)
    #expect(Self.largestDifference(back, source.volume) < 1e-3)
  }

  @Test func `what calibrated images cannot hold is refused`() throws {
    let dose = try SourceSeries { _ in
    } edit: { set, _ in
      set.set(.sopClassUID, string: "1.2.840.10008.5.1.4.1.1.20")
      set.set(.modality, string: "NM")
    }
    let planes = CalibratedPlanes(slicesOf: dose.volume)
    #expect(throws: DerivedObjectError.noCalibratedClass("NM")) {
      try CalibratedSeries(
        planes, of: dose.volume.attributes, from: dose.images, by: .slices, options: .test)
    }
    let source = try SourceSeries()
    var nowhere = source.volume.attributes
    nowhere.hasPatientFrame = false
    #expect(throws: DerivedObjectError.noPatientFrame) {
      try CalibratedSeries(planes, of: nowhere, from: source.images, by: .slices, options: .test)
    }
    #expect(throws: DerivedObjectError.nothingToWrite) {
      try CalibratedSeries(
        CalibratedPlanes([]), of: source.volume.attributes, from: source.images, by: .slices,
        options: .test)
    }
    let jpeg = DerivedObjectOptions.test.with { $0.transferSyntax = .jpegBaseline }
    #expect(throws: DerivedObjectError.noEncoder(TransferSyntax.jpegBaseline.name)) {
      try CalibratedSeries(
        planes, of: source.volume.attributes, from: source.images, by: .slices, options: jpeg)
    }
  }

  @Test(arguments: [
    TransferSyntax.implicitVRLittleEndian, .deflatedExplicitVRLittleEndian, .rleLossless,
    .jpegLSLossless, .jpeg2000Lossless,
  ])
  func `every transfer syntax brings the same values back`(_ syntax: TransferSyntax) throws {
    let source = try SourceSeries { $0.noise = 30 }
    let options = DerivedObjectOptions.test.with { $0.transferSyntax = syntax }
    let series = try CalibratedSeries(
      CalibratedPlanes(slicesOf: source.volume), of: source.volume.attributes, from: source.images,
      by: .slices, options: options)
    #expect(try series.object(0).transferSyntax == syntax)
    #expect(Self.largestDifference(try source.derived(series), source.volume) == 0)
  }
}
