/// How many voxels a grid has along each of its axes.
public struct GridDimensions: Hashable, Sendable {
  /// Voxels along i, the direction in which a row is stored.
  public let columns: Int
  /// Voxels along j.
  public let rows: Int
  /// Voxels along k.
  public let slices: Int

  /// Creates dimensions.
  ///
  /// - Precondition: All three are positive and their product does not overflow.
  public init(columns: Int, rows: Int, slices: Int) {
    precondition(columns > 0 && rows > 0 && slices > 0, "a grid has at least one voxel")
    let (slice, overflow) = columns.multipliedReportingOverflow(by: rows)
    precondition(
      !overflow && !slice.multipliedReportingOverflow(by: slices).overflow,
      "a grid's voxels can be counted")
    self.columns = columns
    self.rows = rows
    self.slices = slices
  }

  /// Voxels of one slice.
  public var voxelsPerSlice: Int { columns * rows }

  /// All voxels.
  public var voxelCount: Int { columns * rows * slices }

  /// The numbers along i, j and k.
  public var ijk: [Int] { [columns, rows, slices] }

  /// Returns whether (i, j, k) is a voxel of the grid.
  public func contains(_ i: Int, _ j: Int, _ k: Int) -> Bool {
    i >= 0 && i < columns && j >= 0 && j < rows && k >= 0 && k < slices
  }

  /// The place of voxel (i, j, k) in storage: i fastest, then j, then k.
  public func offset(_ i: Int, _ j: Int, _ k: Int) -> Int {
    (k * rows + j) * columns + i
  }
}
