import CRayKernels
import Geometry
import VolumeModel
public import WorkScheduling

extension Renderer {
  /// Projects the volume.
  ///
  /// Orthographic rays along a voxel axis, between cuts along the voxels' faces, see the voxel
  /// planes themselves instead of samples, so that the result is what ever shorter steps lead to;
  /// the frame's step is kept to everywhere else. The mean weighs the outermost samples by what
  /// is left of the way.
  ///
  /// - Parameters:
  ///   - frame: The rays.
  ///   - blend: What is kept of a ray's samples.
  ///   - wantsDepths: Whether to say where the extremes lie; the mean has none.
  ///   - context: What the call may use.
  /// - Returns: One value for each pixel; with several rays a pixel, the mean of those that have
  ///   a value.
  /// - Throws: ``RayCastingError`` for more rays or samples than the context allows; `WorkCancelled`.
  public func projection(
    _ frame: RayFrame, blend: ProjectionBlend = .max, wantsDepths: Bool = false,
    context: WorkContext = WorkContext()
  ) throws -> Projection {
    try frame.check(context.limits)
    let count = frame.columns * frame.rows
    var depths = [Float](repeating: .nan, count: wantsDepths ? count : 0)
    // SAFETY: the loops write every ray of the picture.
    let values = try unsafe [Float](unsafeUninitializedCapacity: count) { values, filled in
      try unsafe depths.withUnsafeMutableBufferPointer { depths in
        try unsafe project(frame, blend: blend, into: values, depths: depths, context: context)
      }
      filled = count
    }
    return Projection(
      image: PlaneImage(geometry: frame.plane, values: frame.pixels(of: values)),
      depths: wantsDepths ? frame.pixels(of: depths) : nil)
  }

  private func project(
    _ frame: RayFrame, blend: ProjectionBlend, into values: UnsafeMutableBufferPointer<Float>,
    depths: UnsafeMutableBufferPointer<Float>, context: WorkContext
  ) throws {
    guard let output = unsafe SharedRays(values) else { return }
    let depthOutput = unsafe SharedRays(depths)
    let source = try source(context)
    if let rays = AxisRays(frame, through: source, blend: blend) {
      return try context.forEach(rays.bands, stage: volume.stage("projecting")) { band in
        rays.project(
          band, of: source, columns: frame.columns, blend: blend.forLoops, kernels: kernels,
          into: output, depths: depthOutput)
      }
    }
    let blocks = try blocks(context)
    let plan = TilePlan(columns: frame.columns, rows: frame.rows, edge: frame.tileEdge)
    try volume.voxels.whileScattered {
      try plan.forEach(context, stage: volume.stage("projecting")) { tile in
        // SAFETY: tiles do not overlap, and both arrays hold the whole picture.
        unsafe source.withLoops { volume in
          unsafe blocks.withLoops(isSkipping: isSkipping) { blocks in
            unsafe frame.withLoops { rays in
              unsafe kernels.project(
                volume, blocks, rays, blend.forLoops, tile, Int64(frame.columns), output.base,
                depthOutput?.base)
            }
          }
        }
      }
    }
    unsafe frame.scaleToMillimetres(depths)
  }
}

extension Volume {
  /// The name of a stage of work on the volume, if it is long enough that people want to see how far it is:
  /// where voxels have to come from a disk.
  func stage(_ name: String) -> String? { voxels.diskBytes > 0 ? name : nil }
}

extension ProjectionBlend {
  fileprivate var forLoops: SRBlend {
    switch self {
    case .max: SR_MAXIMUM
    case .min: SR_MINIMUM
    case .mean: SR_MEAN
    }
  }
}

extension RayFrame {
  /// The mean of each pixel's rays that have a value.
  fileprivate func pixels(of rays: [Float]) -> [Float] {
    guard samples > 1, !rays.isEmpty else { return rays }
    return (0..<height * width).map { pixel in
      let (row, column) = pixel.quotientAndRemainder(dividingBy: width)
      var sum = 0.0
      var count = 0
      for y in row * samples..<(row + 1) * samples {
        for x in column * samples..<(column + 1) * samples where !rays[y * columns + x].isNaN {
          sum += Double(rays[y * columns + x])
          count += 1
        }
      }
      return count > 0 ? Float(sum / Double(count)) : .nan
    }
  }

  /// Turns sample numbers into distances in mm.
  fileprivate func scaleToMillimetres(_ numbers: UnsafeMutableBufferPointer<Float>) {
    let start = camera.isPerspective ? 0 : clipping.slab?.lowerBound ?? 0
    for n in numbers.indices {
      unsafe numbers[n] = Float(Double(numbers[n]) * step + start)
    }
  }
}
