import Geometry
import Reslicing
import Sampling
import Testing
import VolumeModel
import WorkScheduling

@Suite struct `Reslicing with the worst numbers` {
  @Test(arguments: Worst.numbers) func `layouts, plans and stacks are made or refused`(
    number: Double
  ) throws {
    for grid in [try Worst.volume().geometry, try Worst.evenVolume().geometry] {
      for layout in [ImageLayout(pixel: number), ImageLayout(fieldOfView: number)] {
        for orientation in OrthogonalOrientation.allCases {
          survive {
            let plan = try OrthogonalPlan(grid, orientation: orientation, layout: layout)
            _ = try plan.plane(0)
            _ = try plan.stack.grid
          }
        }
      }
      let plan = try OrthogonalPlan(grid, orientation: .axial)
      survive { _ = try plan.plane(at: number) }
      survive { _ = try plan.index(closestTo: number) }
      survive { _ = try PlaneStack(around: plan.center, count: 3, spacing: number).plane(2) }
      survive { _ = try grid.resampled(spacing: SIMD3(number, 1, 1)) }
      survive { _ = try ImageOrientation(normal: PatientVector(number, 1, 0)).plane(of: grid) }
      let corner = PatientPoint(number, 0, 0)
      _ = grid.cropped(to: PatientBox(corner, PatientPoint(1, 1, number)))
      _ = GapMarking(grid, wider: number)?.isAcrossGap(corner)
    }
  }

  @Test(arguments: Worst.counts) func `counts and indices are met or refused`(count: Int) throws {
    let grid = try Worst.evenVolume().geometry
    let plan = try OrthogonalPlan(grid, orientation: .axial)
    let size = ImageLayout(size: ImageLayout.Size(width: count, height: count))
    survive { _ = try OrthogonalPlan(grid, orientation: .axial, layout: size) }
    survive { _ = try plan.plane(count) }
    survive { _ = try plan.coordinate(of: count) }
    survive { _ = try grid.storedSlice(count) }
    survive { _ = try PlaneStack(around: plan.center, count: count, spacing: 1) }
    survive { _ = try plan.stack.plane(count) }
    survive {
      _ = try grid.padded(before: SIMD3(count, 0, 0), after: SIMD3(0, count, 0))
    }
    let reslicer = Reslicer(try Worst.volume())
    survive { _ = try reslicer.storedSlice(count) }
    var limits = WorkLimits()
    limits.imagePixels = .max
    limits.stackPixels = .max
    survive { _ = try OrthogonalPlan(grid, orientation: .axial, layout: size, limits: limits) }
    survive {
      _ = try grid.padded(before: SIMD3(count, 0, 0), after: SIMD3(0, count, 0), limits: limits)
    }
  }

  @Test(arguments: Worst.numbers) func `slabs are sampled or refused`(number: Double) throws {
    for blend in SampleBlend.allCases {
      survive {
        _ = try Slab(thickness: number, blend: blend, step: number).sampleDepths(finestSpacing: 1)
      }
      survive { _ = try Slab(thickness: 1, blend: blend).sampleCount(finestSpacing: number) }
      survive { _ = try Slab(thickness: 1, blend: blend).sampleDepths(finestSpacing: -number) }
    }
  }

  @Test(arguments: Worst.numbers) func `curves are laid flat or refused`(number: Double) throws {
    for shape in CurvePath.Shape.allCases {
      survive {
        _ = try CurvePath([PatientPoint(number, 0, 0), PatientPoint(0, 1, 2)], shape: shape)
      }
      #expect(throws: ReslicingError.self) { try CurvePath([], shape: shape) }
      let path = try CurvePath(
        [PatientPoint(0, 0, 5), PatientPoint(1, 2, 6), PatientPoint(2, 1, 9)], shape: shape)
      _ = (path.point(at: number), path.tangent(at: number))
      survive {
        _ = try path.directionsAcross(at: [0, number, 1], first: PatientVector(1, 0, number))
      }
      survive {
        _ = try path.crossSections(
          at: [number], size: ImageLayout.Size(width: 2, height: 2), pixel: number)
      }
      for mode in CurvedReformation.Mode.allCases {
        survive {
          _ = try CurvedReformation(along: path, mode: mode, width: number, pixel: 1)
        }
        survive {
          _ = try CurvedReformation(
            along: path, mode: mode, width: 4, pixel: number,
            across: PatientVector(number, number, 0))
        }
        let flat = try CurvedReformation(along: path, mode: mode, width: 4, pixel: 1)
        _ = flat.patientPoint(column: number, row: number)
        _ = try Reslicer(Worst.volume()).curve(flat)
      }
    }
  }

  @Test(arguments: Worst.numbers) func `planes anywhere have values or none`(number: Double) throws
  {
    for volume in [try Worst.volume(), try Worst.evenVolume()] {
      let reslicer = Reslicer(volume)
      for (center, pixel) in [(number, 1.0), (0, number), (number, number)] {
        let plane = PlaneGeometry(
          width: 3, height: 2, right: PatientVector(1, 0.1, 0), down: PatientVector(0, 1, 0.2),
          center: PatientPoint(center, 0, 5), pixelWidth: pixel)
        guard let plane else { continue }
        for kernel in Interpolation.allCases {
          survive {
            _ = try reslicer.plane(plane, interpolation: kernel, antialiasing: .widenedKernel)
          }
          survive {
            _ = try reslicer.plane(
              plane, slab: Slab(thickness: 3, blend: .mean), interpolation: kernel)
          }
        }
        _ = (plane.withSquarePixels, volume.geometry.meets(plane))
      }
    }
  }

  @Test func `memory of another size is refused`() throws {
    let reslicer = Reslicer(try Worst.evenVolume())
    let stack = try OrthogonalPlan(reslicer.volume.geometry, orientation: .axial).stack
    for count in [0, 1, stack.pixelCount + 1] {
      var values = [Float](repeating: 0, count: count)
      let error = #expect(throws: ReslicingError.self) {
        var span = values.mutableSpan
        try reslicer.write(stack, into: &span)
      }
      #expect(error == .unfitTarget(needed: stack.pixelCount, available: count))
    }
  }

  @Test(arguments: Worst.numbers) func `grids far away or of tiny voxels are sampled or refused`(
    number: Double
  ) throws {
    let volume = try Worst.evenVolume()
    for (step, place) in [(number, 0.0), (1, number)] {
      survive {
        let grid = try GridGeometry(
          dimensions: GridDimensions(columns: 2, rows: 3, slices: 2),
          voxelToPatient: AffineMap(
            x: PatientVector(step, 0, 0), y: PatientVector(0, 1, 0), z: PatientVector(0, 0, 1),
            origin: PatientPoint(place, 0, 0)))
        for kernel in Interpolation.allCases {
          _ = try Reslicer(volume).resampled(
            to: grid, interpolation: kernel, antialiasing: .widenedKernel, outside: Float(number))
        }
      }
    }
  }
}
