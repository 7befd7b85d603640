import Faults
import Geometry
import Reslicing
public import Views
public import VolumeModel

/// The grid to resample a volume to.
public struct GridRequest: Codable, Hashable, Sendable {
  /// Millimetres between columns, rows and slices.
  public var spacing: [Double]?
  /// Whether all axes get the volume's finest spacing.
  public var isIsotropic: Bool
  /// Another grid, to be taken as it is.
  public var like: GridDescription?
  /// The part of the patient that the grid is cut down to.
  public var crop: BoxRegion?
  /// Voxels that are added on every side.
  public var pad: Int?

  /// Creates a request; the volume's own grid unless something is asked for.
  public init(
    spacing: [Double]? = nil, isIsotropic: Bool = false, like: GridDescription? = nil,
    crop: BoxRegion? = nil, pad: Int? = nil
  ) {
    self.spacing = spacing
    self.isIsotropic = isIsotropic
    self.like = like
    self.crop = crop
    self.pad = pad
  }

  /// Refuses what makes no sense, whatever the volume.
  ///
  /// - Throws: `RequestError` that names the field.
  public func validate() throws(RequestError) {
    let ways = [spacing != nil, isIsotropic, like != nil].count { $0 }
    guard ways <= 1 else {
      throw RequestError(
        .outOfRange, field: "grid",
        sentence: "`grid` has more than one of spacing, isotropic and like")
    }
    if let spacing {
      guard spacing.count == 3, spacing.allSatisfy({ $0 > 0 && $0.isFinite }) else {
        throw RequestError(
          .outOfRange, field: "grid.spacing",
          sentence: "`grid.spacing` is not three numbers above 0")
      }
    }
    if let pad, !(0...Self.mostPadding).contains(pad) {
      throw RequestError(
        pad < 0 ? .outOfRange : .overLimit, field: "grid.pad",
        sentence: "`grid.pad` \(pad) is not between 0 and \(Self.mostPadding)"
      )
    }
  }

  /// More voxels than this beyond a volume are a mistake.
  private static let mostPadding = 1_000_000

  /// The grid for a volume.
  ///
  /// - Parameter source: Where the volume's voxels lie.
  /// - Returns: The grid.
  /// - Throws: ``VolumeRequestError``; `ReslicingError` for spacings that make too many voxels, and
  ///   if an irregular grid is to be padded.
  public func grid(for source: GridGeometry) throws -> GridGeometry {
    try validate()
    var grid = try uncropped(source)
    if let crop {
      guard let part = grid.cropped(to: crop.bounds) else {
        throw VolumeRequestError.wrong(
          field: "grid.crop", problem: "leaves nothing of the volume", remedies: [.listInput])
      }
      grid = part
    }
    if let pad {
      let voxels = SIMD3(repeating: pad)
      grid = try grid.padded(before: voxels, after: voxels)
    }
    return grid
  }

  private func uncropped(_ source: GridGeometry) throws -> GridGeometry {
    if let like { return try like.geometry() }
    if let spacing {
      return try source.resampled(spacing: SIMD3(spacing[0], spacing[1], spacing[2]))
    }
    if isIsotropic { return try source.resampled(spacing: SIMD3(repeating: source.finestSpacing)) }
    return source
  }
}

extension GridRequest {
  /// Reads the fields that are given; the others are what they are in a new request.
  ///
  /// - Throws: `RequestError` for a field that there is not; `DecodingError`.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.fields(CodingKeys.self)
    let standard = Self()
    self.init(
      spacing: try fields.value(.spacing),
      isIsotropic: try fields.value(.isIsotropic, default: standard.isIsotropic),
      like: try fields.value(.like),
      crop: try fields.value(.crop),
      pad: try fields.value(.pad))
  }
}
