import Geometry
import Phantoms
import Reslicing
import Testing
import VolumeModel

/// Places in the patient are right to 0.01 mm, in tilted stacks of both signs too.
@Suite struct BeadTests {
  static var series: [PhantomSeries] {
    let tilts: [Double] = [-25, -10, 0, 10, 25]
    let orientations = [SliceOrientation.axial, .coronal, .sagittal]
    return orientations.flatMap { orientation in
      tilts.map { tilt in
        var series = PhantomSeries(
          .beads, dimensions: GridDimensions(columns: 80, rows: 76, slices: 60),
          spacing: SIMD3(1, 1.1, 1.5))
        (series.orientation, series.tiltDegrees) = (orientation, tilt)
        (series.center, series.order) = (PatientPoint(-31, 42, 153), .shuffled)
        return series
      }
    }
  }

  @Test(arguments: series)
  func `beads are where they were put`(_ series: PhantomSeries) throws {
    let loaded = try LoadedPhantom(series)
    let beads = try #require(loaded.beads)
    for center in beads.centers {
      let all = 0..<loaded.volume.dimensions.slices
      let found = try #require(loaded.centroid(of: beads, near: center, slices: all))
      #expect(found.distance(to: center) < 0.01, "\(center)")
    }
  }

  @Test(arguments: series)
  func `beads in the first and the last slice are where they were put`(_ series: PhantomSeries)
    throws
  {
    let loaded = try LoadedPhantom(series)
    let beads = try #require(loaded.beads)
    let last = loaded.volume.dimensions.slices - 1
    for (center, slice) in zip(beads.cutCenters, [0, last]) {
      let found = try #require(
        loaded.centroid(of: beads, near: center, slices: slice..<slice + 1))
      #expect(found.distance(to: center) < 0.01, "slice \(slice)")
    }
  }

  /// Both signs of the steepest tilt, and none.
  static var pictured: [PhantomSeries] { series.filter { [-25, 0, 25].contains($0.tiltDegrees) } }

  @Test(arguments: pictured)
  func `beads are pictured where they were put`(_ series: PhantomSeries) throws {
    let loaded = try LoadedPhantom(series)
    let beads = try #require(loaded.beads)
    let reslicer = Reslicer(loaded.volume)
    for center in beads.centers.prefix(3) {
      for orientation in OrthogonalOrientation.allCases {
        let found = try #require(try loaded.pictured(beads, near: center, orientation, reslicer))
        #expect(found.distance(to: center) < 0.01, "\(orientation) \(center)")
      }
    }
  }
}

extension LoadedPhantom {
  /// The centre of mass, above the background, of the pixels of pictures around a place.
  ///
  /// Linear interpolation widens a bead but moves it nowhere.
  func pictured(
    _ beads: BeadsPhantom, near place: PatientPoint, _ orientation: OrthogonalOrientation,
    _ reslicer: Reslicer
  ) throws -> PatientPoint? {
    let pixel = 0.5
    let reach = Int((6 * beads.sigma / pixel).rounded(.up))
    var (moment, mass) = (PatientVector(0, 0, 0), 0.0)
    for n in -reach...reach {
      let plane = try #require(
        PlaneGeometry(
          width: 2 * reach + 1, height: 2 * reach + 1, right: orientation.right,
          down: orientation.down, center: place + orientation.away * (Double(n) * pixel),
          pixelWidth: pixel))
      let image = try reslicer.plane(plane)
      for row in 0..<plane.height {
        for column in 0..<plane.width {
          let value = image[column, row]
          guard !value.isNaN else { return nil }
          let weight = Double(value) - beads.background
          moment = moment + (image.point(column, row) - place) * weight
          mass += weight
        }
      }
    }
    return mass > 0 ? place + moment / mass : nil
  }

  var beads: BeadsPhantom? {
    if case .beads(let beads) = phantom { return beads }
    return nil
  }

  /// The centre of mass, above the background, of the voxels near a place.
  func centroid(
    of beads: BeadsPhantom, near place: PatientPoint, slices: Range<Int>
  ) -> PatientPoint? {
    let size = volume.dimensions
    // Five standard deviations: what lies beyond adds less than 0.001 mm.
    let reach = 5 * beads.sigma
    var (moment, mass) = (PatientVector(0, 0, 0), 0.0)
    for k in slices {
      for j in 0..<size.rows {
        for i in 0..<size.columns {
          let voxel = VoxelPoint(Double(i), Double(j), Double(k))
          let offset = volume.geometry.patientPoint(of: voxel) - place
          guard offset.dot(offset) < reach * reach else { continue }
          let weight = Double(volume[i, j, k]) - beads.background
          moment = moment + offset * weight
          mass += weight
        }
      }
    }
    return mass > 0 ? place + moment / mass : nil
  }
}
