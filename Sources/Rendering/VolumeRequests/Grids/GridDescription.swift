public import Geometry
public import Views
public import VolumeModel

/// A grid of voxels as a request has it: numbers that say where it lies.
public struct GridDescription: Codable, Hashable, Sendable {
  /// Columns, rows and slices.
  public var dimensions: [Int]
  /// Voxel (i, j, k) → LPS mm, between voxel centres.
  public var affine: AffineMap<VoxelSpace, PatientSpace>
  /// Millimetres along the normal from the first slice to each, of an irregular stack.
  public var slicePositions: [Double]?

  /// Describes a grid.
  public init(_ grid: GridGeometry) {
    dimensions = grid.dimensions.ijk
    affine = grid.voxelToPatient
    slicePositions = grid.slicePositions
  }

  /// The grid.
  ///
  /// - Parameter field: The field of the request that describes it, for messages.
  /// - Returns: The grid.
  /// - Throws: `RequestError` if the numbers make none.
  public func geometry(field: String = "grid.like") throws(RequestError) -> GridGeometry {
    guard dimensions.count == 3, dimensions.allSatisfy({ (1...Self.longest).contains($0) }) else {
      throw RequestError(
        .outOfRange, field: "\(field).dimensions",
        sentence: "`\(field).dimensions` are not three numbers above 0")
    }
    do {
      return try GridGeometry(
        dimensions: GridDimensions(
          columns: dimensions[0], rows: dimensions[1], slices: dimensions[2]),
        voxelToPatient: affine, slicePositions: slicePositions)
    } catch {
      throw RequestError(
        .outOfRange, field: field, sentence: "`\(field)` is no grid: \(error)")
    }
  }

  /// The most voxels along an axis, so that three of them have a product.
  private static let longest = 1 << 20
}
