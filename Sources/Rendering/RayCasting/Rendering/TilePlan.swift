import CRayKernels
import WorkScheduling

/// Rectangles of rays that together make up a picture: small enough that the voxels of one stay
/// in the cache, and independent of the number of workers.
struct TilePlan {
  let columns: Int
  let rows: Int
  /// The side of a tile.
  var edge = TilePlan.defaultEdge

  /// Rays along the side of a tile.
  static var defaultEdge: Int { 16 }

  private var across: Int { (columns + edge - 1) / edge }
  private var down: Int { (rows + edge - 1) / edge }

  /// Calls `body` for every tile, several at a time.
  ///
  /// - Throws: What `body` throws; `WorkCancelled`.
  func forEach(
    _ context: WorkContext, stage: String?, _ body: @Sendable (SRTile) throws -> Void
  ) throws {
    try context.forEach(across * down, stage: stage) { number in
      let (y, x) = number.quotientAndRemainder(dividingBy: across)
      try body(
        SRTile(
          firstColumn: Int32(x * edge), endColumn: Int32(min((x + 1) * edge, columns)),
          firstRow: Int32(y * edge), endRow: Int32(min((y + 1) * edge, rows))))
    }
  }
}
