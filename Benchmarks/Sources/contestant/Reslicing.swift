import Glibc
import Sagitta

extension Session {
  /// One plane as a new array; with `prefilter=kept` a B-spline's coefficients do not count.
  func planeWork(_ request: Request) throws -> Work {
    let volume = try volume(request)
    let plane = try Oblique.plane(request)
    let kernel: Interpolation = try request.choice("kernel")
    let context = WorkContext(workers: request.threads)
    let reslicer = Reslicer(volume)
    let isKept = request.text("prefilter", or: "counted") == "kept"
    if isKept { _ = try reslicer.plane(plane, interpolation: kernel, context: context) }
    let kept = Kept<PlaneImage>()
    return Work {
      let reslicer = isKept ? reslicer : Reslicer(volume)
      kept.value = try reslicer.plane(plane, interpolation: kernel, context: context)
    } result: {
      WorkResult(try kept.required().values)
    }
  }

  func slabWork(_ request: Request) throws -> Work {
    let volume = try volume(request)
    let plane = try Oblique.plane(request)
    let slab = try Slab(
      thickness: request.number("thickness"), blend: request.choice("blend"),
      step: request.number("step"))
    let reslicer = Reslicer(volume)
    let context = WorkContext(workers: request.threads)
    let kept = Kept<PlaneImage>()
    return Work {
      kept.value = try reslicer.plane(
        plane, slab: slab, interpolation: .linear, context: context)
    } result: {
      WorkResult(try kept.required().values)
    }
  }

  /// Parallel oblique planes, along n.
  func planesWork(_ request: Request) throws -> Work {
    let stack = try PlaneStack(
      around: Oblique.plane(request), count: request.whole("count"),
      spacing: request.number("distance"))
    return try written(stack, request)
  }

  /// All coronal or sagittal voxel planes: pixels are voxels.
  func stackWork(_ request: Request) throws -> Work {
    let grid = try volume(request).geometry
    let isCoronal = try request.text("plane") == "coronal"
    let (across, along) = isCoronal ? (0, 1) : (1, 0)
    let center = PlaneGeometry(
      width: grid.dimensions.ijk[across], height: grid.dimensions.slices,
      right: isCoronal ? PatientVector(1, 0, 0) : PatientVector(0, 1, 0),
      down: PatientVector(0, 0, -1), center: Oblique.center, pixelWidth: grid.spacing[across],
      pixelHeight: grid.spacing.z)
    guard let center else { throw BadRequest("the voxels make no plane") }
    let stack = try PlaneStack(
      around: center, count: grid.dimensions.ijk[along], spacing: grid.spacing[along])
    return try written(stack, request)
  }

  func resampleWork(_ request: Request) throws -> Work {
    let volume = try volume(request)
    let spacing = try request.millimetres("spacing", in: volume)
    let grid = try volume.geometry.resampled(spacing: SIMD3(repeating: spacing))
    let reslicer = Reslicer(volume)
    let context = WorkContext(workers: request.threads)
    let kernel: Interpolation = try request.choice("kernel")
    let kept = Kept<Volume>()
    return Work {
      kept.value = nil
      kept.value = try reslicer.resampled(to: grid, interpolation: kernel, context: context)
    } result: {
      try kept.required().voxels.withVoxels { WorkResult($0) }
    }
  }

  /// A stack written into memory that was touched before; prefilters count.
  private func written(_ stack: PlaneStack, _ request: Request) throws -> Work {
    let volume = try volume(request)
    let kernel: Interpolation = try request.choice("kernel")
    let context = WorkContext(workers: request.threads)
    let touched = TouchedMemory(count: stack.pixelCount)
    return Work {
      var target = MutableSpan(_unsafeElements: touched.values)
      try Reslicer(volume).write(
        stack, interpolation: kernel, into: &target, context: context)
    } result: {
      WorkResult(UnsafeBufferPointer(touched.values))
    }
  }
}

/// Memory in huge pages all of which have been written once.
private final class TouchedMemory {
  let values: UnsafeMutableBufferPointer<Float>

  init(count: Int) {
    let bytes = count * MemoryLayout<Float>.stride
    let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 2 << 20)
    madvise(memory, bytes, MADV_HUGEPAGE)
    values = UnsafeMutableBufferPointer(
      start: memory.bindMemory(to: Float.self, capacity: count), count: count)
    values.initialize(repeating: 0)
  }

  deinit { values.deallocate() }
}
