import Sagitta

/// Planes: kernels, slabs, and what an axis has of its own.
let planeCases: [Case] =
  Interpolation.allCases.map { kernel in
    Case(name: "row-\(kernel.rawValue)", items: 128 * 128, item: "sample") {
      let reslicer = try Reslicer(ball(64))
      let plane = try tilted(128, 0.6)
      _ = try reslicer.plane(plane, interpolation: kernel, context: one)
      return { _ = try reslicer.plane(plane, interpolation: kernel, context: one) }
    }
  }
  + SampleBlend.allCases.map { blend in
    Case(name: "slab-\(blend.rawValue)", items: 64 * 64 * 21, item: "sample") {
      let reslicer = try Reslicer(ball(64))
      let plane = try tilted(64, 0.9)
      let slab = try Slab(thickness: 10, blend: blend)
      return { _ = try reslicer.plane(plane, slab: slab, context: one) }
    }
  }
  + OrthogonalOrientation.allCases.map { orientation in
    Case(name: "row-\(orientation.rawValue)", items: 64 * 64, item: "sample") {
      let volume = try ball(64)
      let reslicer = Reslicer(volume)
      let plane = try OrthogonalPlan(volume.geometry, orientation: orientation).plane(at: 0.3)
      return { _ = try reslicer.plane(plane, context: one) }
    }
  }

/// Whole grids: stacks of planes, and new voxels.
let gridCases: [Case] =
  OrthogonalOrientation.allCases.map { orientation in
    Case(name: "stack-\(orientation.rawValue)", items: 64 * 64 * 64, item: "voxel") {
      let volume = try ball(64)
      let reslicer = Reslicer(volume)
      let middle = try OrthogonalPlan(volume.geometry, orientation: orientation).plane(at: 0.5)
      let stack = try PlaneStack(around: middle, count: 64, spacing: 1)
      return { _ = try reslicer.stack(stack, context: one) }
    }
  } + [
    Case(name: "stack-oblique", items: 64 * 64 * 16, item: "sample") {
      let reslicer = try Reslicer(ball(64))
      let stack = try PlaneStack(around: tilted(64, 0.9), count: 16, spacing: 2)
      return { _ = try reslicer.stack(stack, context: one) }
    },
    Case(name: "isotropic", items: 48 * 48 * 48, item: "voxel") {
      let volume = try ball(64)
      let reslicer = Reslicer(volume)
      let grid = try volume.geometry.resampled(spacing: SIMD3(repeating: 1.3))
      return { _ = try reslicer.resampled(to: grid, context: one) }
    },
  ]
