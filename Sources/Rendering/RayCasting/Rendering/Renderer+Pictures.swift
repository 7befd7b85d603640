import CRayKernels
public import VolumeModel
public import WorkScheduling

extension Renderer {
  /// Casts rays through the volume.
  ///
  /// - Parameters:
  ///   - frame: The rays.
  ///   - style: What they see.
  ///   - labels: Bodies that they see together with the volume, where they lie in the patient.
  ///   - context: What the call may use.
  /// - Returns: The picture in colour.
  /// - Throws: ``TransferFunctionError``, ``RayCastingError``; `WorkCancelled`.
  public func picture(
    _ frame: RayFrame, style: RenderStyle, labels: LabelBodies? = nil,
    context: WorkContext = WorkContext()
  ) throws -> Raster {
    try frame.check(context.limits)
    var bytes = [UInt8](repeating: 0, count: frame.width * frame.height * 3)
    try render(frame, style: style, labels: labels, into: &bytes, context: context)
    return Raster(
      width: frame.width, height: frame.height, samples: .rgb8(bytes), pixelSize: frame.pixelSize)
  }

  /// Casts rays through the volume, into an array of the caller's.
  ///
  /// - Parameters:
  ///   - frame: The rays.
  ///   - style: What they see.
  ///   - labels: Bodies that they see together with the volume, where they lie in the patient.
  ///   - bytes: Red, green and blue of each pixel, row by row from the top left.
  ///   - context: What the call may use.
  /// - Throws: ``TransferFunctionError``, ``RayCastingError``; `WorkCancelled`, after which some
  ///   pixels are old.
  public func render(
    _ frame: RayFrame, style: RenderStyle, labels: LabelBodies? = nil, into bytes: inout [UInt8],
    context: WorkContext = WorkContext()
  ) throws {
    var span = bytes.mutableSpan
    try render(frame, style: style, labels: labels, into: &span, context: context)
  }

  /// Casts rays through the volume, into memory of the caller's.
  ///
  /// - Parameters:
  ///   - frame: The rays.
  ///   - style: What they see.
  ///   - labels: Bodies that they see together with the volume, where they lie in the patient.
  ///   - bytes: Red, green and blue of each pixel, row by row from the top left.
  ///   - context: What the call may use.
  /// - Throws: ``TransferFunctionError``, ``RayCastingError``; `WorkCancelled`, after which some
  ///   pixels are old.
  public func render(
    _ frame: RayFrame, style: RenderStyle, labels: LabelBodies? = nil,
    into bytes: inout MutableSpan<UInt8>, context: WorkContext = WorkContext()
  ) throws {
    try frame.check(context.limits)
    let needed = frame.width * frame.height * 3
    guard bytes.count == needed else {
      throw RayCastingError.unfitTarget(needed: needed, available: bytes.count)
    }
    let seen = try seen(by: frame, style: style, labels: labels, context: context)
    // SAFETY: tiles do not overlap, and there are three bytes for each pixel.
    try unsafe bytes.withUnsafeMutableBufferPointer { buffer in
      guard let output = unsafe SharedBytes(buffer) else { return }
      try volume.voxels.whileScattered {
        try frame.tiles.forEach(context, stage: volume.stage("casting rays")) { pixels in
          self.render(pixels, of: frame, seen: seen, into: output)
        }
      }
    }
  }

  /// What rays of a style see: the volume's blocks, and which of them matter.
  private struct Seen: Sendable {
    let source: RayVolume
    let blocks: ValueBlocks
    let tables: StyleTables
    let labels: LabelBodies?
    let occlusion: OcclusionField?

    /// Calls `body` with the tables and labels as the loops see them; the pointers must not escape.
    func withStyle(
      isSkipping: Bool, _ body: (UnsafePointer<SRStyle>, UnsafePointer<UInt8>) -> Void
    ) {
      unsafe tables.withStyle(labels, of: source.volume.geometry, isSkipping: isSkipping) {
        style, distances in
        guard let occlusion else {
          unsafe body(style, distances)
          return
        }
        unsafe occlusion.withLoops(in: style) { unsafe body($0, distances) }
      }
    }
  }

  private func seen(
    by frame: RayFrame, style: RenderStyle, labels: LabelBodies?, context: WorkContext
  ) throws -> Seen {
    let interpolation = style.showsVolume ? style.interpolation : .linear
    let blocks = try blocks(context, interpolation: interpolation)
    let source = try source(context, interpolation: interpolation)
    let tables = try tables(of: style, step: frame.step, blocks: blocks, context: context)
    return Seen(
      source: source, blocks: blocks, tables: tables, labels: labels,
      occlusion: try occlusion(
        of: OcclusionField.Obstacles(
          source: try self.source(context), tables: tables, labels: labels,
          planes: frame.voxelPlanes), style: style, context: context))
  }

  /// One tile: its rays, then its pixels.
  private func render(
    _ pixels: SRTile, of frame: RayFrame, seen: Seen, into output: SharedBytes
  ) {
    let samples = Int32(frame.samples)
    let rays = SRTile(
      firstColumn: pixels.firstColumn * samples, endColumn: pixels.endColumn * samples,
      firstRow: pixels.firstRow * samples, endRow: pixels.endRow * samples)
    let width = Int(rays.endColumn - rays.firstColumn)
    let count = width * Int(rays.endRow - rays.firstRow) * 4
    let colors = unsafe [Float](unsafeUninitializedCapacity: count) { buffer, filled in
      // SAFETY: the tile's rays fill the buffer.
      if let base = buffer.baseAddress {
        unsafe cast(rays, width: width, of: frame, seen: seen, into: base)
      }
      filled = count
    }
    let color = seen.tables.style.background
    let background = [Float(color.x), Float(color.y), Float(color.z)]
    // SAFETY: rows of pixels lie in the picture, rows of rays in the buffer.
    unsafe colors.withUnsafeBufferPointer { colors in
      unsafe background.withUnsafeBufferPointer { background in
        for row in pixels.firstRow..<pixels.endRow {
          let first = (Int(row) * frame.width + Int(pixels.firstColumn)) * 3
          let line = Int(row - pixels.firstRow) * frame.samples * width * 4
          unsafe kernels.finishRow(
            colors.baseAddress.map { unsafe $0 + line }, Int64(width), samples,
            background.baseAddress, Int64(pixels.endColumn - pixels.firstColumn),
            output.base + first)
        }
      }
    }
  }

  private func cast(
    _ rays: SRTile, width: Int, of frame: RayFrame, seen: Seen,
    into output: UnsafeMutablePointer<Float>
  ) {
    // SAFETY: the output holds the tile's rays, four floats each.
    unsafe seen.source.withLoops { volume in
      unsafe seen.blocks.withLoops(isSkipping: isSkipping) { blocks in
        unsafe seen.withStyle(isSkipping: isSkipping) { style, distances in
          unsafe frame.withLoops { frame in
            if case .isosurface = seen.tables.style.mode {
              unsafe kernels.isosurface(
                volume, blocks, distances, frame, style, rays, Int64(width), output)
            } else if seen.tables.isFine {
              unsafe kernels.compositeFinely(
                volume, blocks, distances, frame, style, rays, Int64(width), output)
            } else {
              unsafe bricks.withBricks { bricks in
                unsafe kernels.composite(
                  volume, blocks, distances, bricks, frame, style, rays, Int64(width), output)
              }
            }
          }
        }
      }
    }
  }

  /// Red, green, blue (times opacity) and opacity of every ray: for tests.
  func colors(
    _ frame: RayFrame, style: RenderStyle, labels: LabelBodies? = nil
  ) throws -> [SIMD4<Float>] {
    let seen = try seen(by: frame, style: style, labels: labels, context: WorkContext())
    let count = frame.columns * frame.rows * 4
    let rays = SRTile(
      firstColumn: 0, endColumn: Int32(frame.columns), firstRow: 0, endRow: Int32(frame.rows))
    let floats = unsafe [Float](unsafeUninitializedCapacity: count) { buffer, filled in
      // SAFETY: the whole picture fills the buffer.
      if let base = buffer.baseAddress {
        unsafe cast(rays, width: frame.columns, of: frame, seen: seen, into: base)
      }
      filled = count
    }
    return (0..<count / 4).map { n in
      SIMD4(floats[4 * n], floats[4 * n + 1], floats[4 * n + 2], floats[4 * n + 3])
    }
  }
}

extension RayFrame {
  /// Rectangles of pixels whose rays make up a tile of the default size.
  fileprivate var tiles: TilePlan {
    TilePlan(columns: width, rows: height, edge: max(1, tileEdge / samples))
  }
}
