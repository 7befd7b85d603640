import Geometry
import Testing
import VolumeModel
import WorkScheduling

@Suite struct `Geometry with the worst numbers` {
  @Test(arguments: Worst.numbers) func `cameras are made or refused`(number: Double) {
    let points = [PatientPoint(number, 0, 0), PatientPoint(0, number, number)]
    for projection in [
      Camera.Projection.orthographic(width: number, height: 1),
      .orthographic(width: 1, height: number), .perspective(verticalAngle: number),
      .perspective(verticalAngle: 30),
    ] {
      for point in points {
        survive("\(point)") {
          let camera = try Camera(
            position: point, lookAt: PatientPoint(0, 0, 1), up: PatientVector(0, 1, 0),
            projection: projection)
          _ = (camera.projected(points[0]), camera.shownHeight, camera.distance)
        }
        survive {
          _ = try Camera(
            CameraView(azimuth: number, elevation: number), of: point, distance: number,
            projection: projection)
        }
      }
    }
    _ = CameraView(azimuth: number, elevation: number).turned(by: number).up
  }

  @Test(arguments: Worst.numbers) func `vectors, boxes and planes stay what they are`(
    number: Double
  ) {
    let vector = PatientVector(number, 1, -number)
    _ = (vector.normalized, vector.length, vector.orientationLetters, vector.closestDirection)
    _ = vector.rotated(about: vector, degrees: number)
    let point = PatientPoint(number, number, 0)
    let box = PatientBox(point, PatientPoint(0, 0, 0))
    _ = (box.center, box.corners, box.clip(origin: point, direction: vector))
    _ = (box.extended(to: point), box.contains(point))
    _ = Plane(through: point, normal: vector)?.signedDistance(to: point)
    let map = AffineMap<VoxelSpace, PatientSpace>(x: vector, y: vector, z: vector, origin: point)
    _ = (map.inverse, map.rowMajor, map.closestSourceAxes)
    #expect(AffineMap<VoxelSpace, PatientSpace>(rowMajor: []) == nil)
  }

  @Test(arguments: Worst.numbers) func `grids are made or refused, and find every place`(
    number: Double
  ) throws {
    let unit = PatientVector(1, 0, 0)
    for (x, origin) in [
      (PatientVector(number, 0, 0), PatientPoint(0, 0, 0)), (unit, PatientPoint(0, 0, number)),
    ] {
      survive {
        let grid = try GridGeometry(
          dimensions: GridDimensions(columns: 2, rows: 2, slices: 2),
          voxelToPatient: AffineMap(
            x: x, y: PatientVector(0, 1, 0), z: PatientVector(0, 0, 1), origin: origin),
          slicePositions: [0, number])
        _ = (grid.patientBounds, grid.shearDegrees, grid.spacing, grid.regularity)
      }
    }
    for volume in [try Worst.volume(), try Worst.evenVolume()] {
      let grid = volume.geometry
      for voxel in [VoxelPoint(0, 0, number), VoxelPoint(number, number, 1)] {
        _ = (grid.patientPoint(of: voxel), grid.contains(voxel), volume.value(at: voxel))
      }
      for point in [PatientPoint(0, 0, number), PatientPoint(number, 1, number)] {
        _ = (grid.voxelPoint(of: point), volume.value(at: point))
      }
    }
  }

  @Test(arguments: Worst.counts) func `rectangles of pixels can be counted or are none`(count: Int)
  {
    for (width, height) in [(count, 3), (3, count), (count, count)] {
      let plane = PlaneGeometry(
        width: width, height: height, right: PatientVector(1, 0, 0), down: PatientVector(0, 1, 0),
        center: PatientPoint(0, 0, 0), pixelWidth: 1)
      if let plane {
        #expect(plane.width.multipliedReportingOverflow(by: height).overflow == false)
      }
      for number in Worst.numbers {
        _ = plane?.moved(away: number).firstPixel
        let square = PlaneGeometry(
          width: 3, height: 3, right: PatientVector(1, 0, 0), down: PatientVector(0, 1, 0),
          center: PatientPoint(number, 0, 0), pixelWidth: number, pixelHeight: 1)
        _ = square?.pixelToPatient
      }
    }
  }
}

@Suite struct `Work with the worst numbers` {
  @Test(arguments: Worst.counts) func `runs over what there is`(count: Int) throws {
    #expect(WorkContext(workers: count).workers >= 1)
    let context = WorkContext(workers: 1)
    #expect(throws: Never.self) { try context.forEachBand(of: 10, length: count) { _ in } }
    if count < 1000 {
      #expect(try context.map(count) { $0 }.count == max(0, count))
      try context.forEachBand(of: count, length: .max) { _ in }
    }
    let kept = SharedResults<Int, Int>(mostValues: count)
    var small = context
    small.limits.keptBytes = count
    for key in 0..<3 {
      #expect(try kept.value(for: key, bytes: { _ in 8 }, context: small) { key } == key)
    }
  }
}
