import Foundation
import Geometry
import Phantoms
import Presentation
import Reslicing
import SeriesLoading
import Testing
import TestSupport
import VolumeModel
import WorkScheduling

/// A phantom that went the whole way: written as files, loaded from them.
struct LoadedPhantom {
  let series: PhantomSeries
  let phantom: Phantom
  let volume: Volume

  /// Writes the series into a folder, loads it, and takes the folder away.
  init(_ series: PhantomSeries) throws {
    let folder = try TemporaryFolder()
    try series.write(to: folder.path)
    let study = try VolumeLoader().loadAll([folder.path])
    #expect(study.volumes.count == 1)
    (self.series, phantom) = (series, try series.phantom())
    volume = try #require(study.volumes.first)
  }

  /// The middle picture of a family of patient planes.
  func middle(_ orientation: OrthogonalOrientation) throws -> PlaneImage {
    let plan = try OrthogonalPlan(volume.geometry, orientation: orientation)
    return try Reslicer(volume).plane(try plan.plane(plan.middle))
  }
}

extension PlaneImage {
  /// The place of a pixel in LPS mm.
  func point(_ column: Int, _ row: Int) -> PatientPoint {
    geometry.pixelToPatient(Point3(Double(column), Double(row), 0))
  }
}

/// The field at the corners of the cells between voxel centres.
struct FieldCells {
  let phantom: Phantom
  let grid: GridGeometry

  /// Whether a place is so close to the border of the volume that rounding decides.
  func isOnTheRim(_ point: PatientPoint) -> Bool {
    let voxel = grid.voxelPoint(of: point).coordinates
    return grid.dimensions.ijk.indices.contains { axis in
      let far = Double(grid.dimensions.ijk[axis]) - 0.5
      return min(abs(voxel[axis] + 0.5), abs(voxel[axis] - far)) < 1e-6
    }
  }

  /// The smallest and largest value at the corners around a place; nil outside the volume.
  func range(around point: PatientPoint) -> ClosedRange<Double>? {
    let voxel = grid.voxelPoint(of: point)
    guard grid.contains(voxel) else { return nil }
    let sides = grid.dimensions.ijk.indices.map { axis in
      let last = Double(grid.dimensions.ijk[axis] - 1)
      let place = min(max(voxel.coordinates[axis], 0), last)
      // Rounding may put a place on the other side of a voxel's centre: then three voxels count.
      let (low, high) = ((place - 1e-6).rounded(.down), (place + 1e-6).rounded(.up))
      return Array(stride(from: max(low, 0), through: min(high, last), by: 1))
    }
    let values = sides[0].flatMap { i in
      sides[1].flatMap { j in
        sides[2].map { phantom.value(at: grid.patientPoint(of: VoxelPoint(i, j, $0))) }
      }
    }
    return values.reduce(values[0]...values[0]) { min($0.lowerBound, $1)...max($0.upperBound, $1) }
  }
}

extension PhantomSeries {
  /// A series with three different sizes and the same spacing everywhere: in planes along the
  /// patient's axes every pixel is then the centre of a voxel.
  static func cubic(_ kind: PhantomKind) -> PhantomSeries {
    var series = PhantomSeries(
      kind, dimensions: GridDimensions(columns: 66, rows: 70, slices: 74),
      spacing: SIMD3(3.5, 3.5, 3.5))
    series.center = PatientPoint(12, -34, 56)
    return series
  }

  /// Tilted gantries of both signs about three axes, and oblique slices.
  static func askew(_ kind: PhantomKind) -> [PhantomSeries] {
    let tilted = [SliceOrientation.axial, .coronal, .sagittal].flatMap { orientation in
      [-25.0, -8, 8, 25].map { tilt in
        var series = PhantomSeries.cubic(kind)
        (series.orientation, series.tiltDegrees) = (orientation, tilt)
        return series
      }
    }
    let oblique = ["3,1,0,-1,3,1", "1,1,0,-1,1,1", "-2,1,2,2,2,1", "1,-5,1,3,1,2"].map { name in
      var series = PhantomSeries.cubic(kind)
      series.orientation = SliceOrientation(name) ?? .axial
      series.tiltDegrees = name.hasPrefix("3") ? 15 : 0
      return series
    }
    return (tilted + oblique).map { series in
      var other = series
      other.order = .shuffled
      // Finer: a cube inside slanted slices is small, and its letters still want to be read.
      other.dimensions = GridDimensions(columns: 116, rows: 120, slices: 124)
      other.spacing = SIMD3(2, 2, 2)
      return other
    }
  }

  /// The 24 orientations that DICOM can state along the patient's axes, files both ways.
  static func aligned(_ kind: PhantomKind) -> [PhantomSeries] {
    SliceOrientation.axisAligned.flatMap { orientation in
      [PhantomSeries.FileOrder.ascending, .descending].map { order in
        var series = PhantomSeries.cubic(kind)
        (series.orientation, series.order) = (orientation, order)
        return series
      }
    }
  }
}
