import CRayKernels
public import VolumeModel
import WorkScheduling

extension Renderer {
  /// Casts rays through the volume.
  ///
  /// - Parameters:
  ///   - frame: The rays.
  ///   - style: What they see.
  /// - Returns: The picture in colour.
  /// - Throws: ``TransferFunctionError``, ``RayCastingError``; `WorkCancelled`.
  public func picture(_ frame: RayFrame, _ style: RenderStyle) throws -> Raster {
    var bytes = [UInt8](repeating: 0, count: frame.width * frame.height * 3)
    try render(frame, style, into: &bytes)
    return Raster(
      width: frame.width, height: frame.height, samples: .rgb8(bytes), pixelSize: frame.pixelSize)
  }

  /// Casts rays through the volume, into an array of the caller's.
  ///
  /// - Parameters:
  ///   - frame: The rays.
  ///   - style: What they see.
  ///   - bytes: Red, green and blue of each pixel, row by row from the top left.
  /// - Precondition: There are three bytes for each pixel.
  /// - Throws: ``TransferFunctionError``, ``RayCastingError``; `WorkCancelled`, after which some
  ///   pixels are old.
  public func render(_ frame: RayFrame, _ style: RenderStyle, into bytes: inout [UInt8]) throws {
    var span = bytes.mutableSpan
    try render(frame, style, into: &span)
  }

  /// Casts rays through the volume, into memory of the caller's.
  ///
  /// - Parameters:
  ///   - frame: The rays.
  ///   - style: What they see.
  ///   - bytes: Red, green and blue of each pixel, row by row from the top left.
  /// - Precondition: There are three bytes for each pixel.
  /// - Throws: ``TransferFunctionError``, ``RayCastingError``; `WorkCancelled`, after which some
  ///   pixels are old.
  public func render(
    _ frame: RayFrame, _ style: RenderStyle, into bytes: inout MutableSpan<UInt8>
  ) throws {
    precondition(bytes.count == frame.width * frame.height * 3, "three bytes for each pixel")
    let tables = try tables(style, step: frame.step)
    // SAFETY: tiles do not overlap, and there are three bytes for each pixel.
    try unsafe bytes.withUnsafeMutableBufferPointer { buffer in
      guard let output = unsafe SharedBytes(buffer) else { return }
      try frame.tiles.forEach(context, stage: nil) { pixels in
        self.render(pixels, frame, tables, output)
      }
    }
  }

  /// One tile: its rays, then its pixels.
  private func render(
    _ pixels: SRTile, _ frame: RayFrame, _ tables: StyleTables, _ output: SharedBytes
  ) {
    let samples = Int32(frame.samples)
    let rays = SRTile(
      firstColumn: pixels.firstColumn * samples, endColumn: pixels.endColumn * samples,
      firstRow: pixels.firstRow * samples, endRow: pixels.endRow * samples)
    let width = Int(rays.endColumn - rays.firstColumn)
    let count = width * Int(rays.endRow - rays.firstRow) * 4
    let colors = unsafe [Float](unsafeUninitializedCapacity: count) { buffer, filled in
      // SAFETY: the tile's rays fill the buffer.
      if let base = buffer.baseAddress { unsafe cast(rays, width, frame, tables, base) }
      filled = count
    }
    let background = [
      Float(tables.style.background.x), Float(tables.style.background.y),
      Float(tables.style.background.z),
    ]
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
    _ rays: SRTile, _ width: Int, _ frame: RayFrame, _ tables: StyleTables,
    _ output: UnsafeMutablePointer<Float>
  ) {
    // SAFETY: the output holds the tile's rays, four floats each.
    unsafe source.withLoops { volume in
      unsafe blocks.withLoops(isSkipping: isSkipping) { blocks in
        unsafe tables.withLoops { style, distances in
          unsafe frame.withLoops { frame in
            if case .isosurface = tables.style.mode {
              unsafe kernels.isosurface(
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
  func colors(_ frame: RayFrame, _ style: RenderStyle) throws -> [SIMD4<Float>] {
    let tables = try tables(style, step: frame.step)
    let count = frame.columns * frame.rows * 4
    let rays = SRTile(
      firstColumn: 0, endColumn: Int32(frame.columns), firstRow: 0, endRow: Int32(frame.rows))
    let floats = unsafe [Float](unsafeUninitializedCapacity: count) { buffer, filled in
      // SAFETY: the whole picture fills the buffer.
      if let base = buffer.baseAddress { unsafe cast(rays, frame.columns, frame, tables, base) }
      filled = count
    }
    return (0..<count / 4).map { n in
      SIMD4(floats[4 * n], floats[4 * n + 1], floats[4 * n + 2], floats[4 * n + 3])
    }
  }
}

extension RayFrame {
  /// Rectangles of pixels whose rays make up a usual tile.
  fileprivate var tiles: TilePlan {
    TilePlan(columns: width, rows: height, edge: max(1, TilePlan.defaultEdge / samples))
  }
}
