import SagittaEngine

/// A value file of a volume.
struct SaveRequest: Decodable {
  /// The file; its extension names the format.
  let path: String
  /// Whether a file that is there may be replaced.
  let replace: Bool
  let voxels: VoxelRequest
  let unevenSlices: UnevenSlices
  let sideCars: Bool

  private enum CodingKeys: CodingKey { case path, replace, voxels, unevenSlices, sideCars }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.fields(CodingKeys.self)
    path = try fields.decode(String.self, forKey: .path)
    replace = try fields.value(.replace, default: true)
    voxels = try fields.value(.voxels, default: VoxelRequest())
    unevenSlices = try fields.value(.unevenSlices, default: .refused)
    sideCars = try fields.value(.sideCars, default: false)
  }
}

/// A DICOM series of a volume.
struct SaveDICOMRequest: Decodable {
  /// The folder, or one `.dcm` file.
  let path: String
  let dicom: DerivedSeriesRequest

  private enum CodingKeys: CodingKey { case path, dicom }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.fields(CodingKeys.self)
    path = try fields.decode(String.self, forKey: .path)
    dicom = try fields.value(.dicom, default: DerivedSeriesRequest())
  }
}

/// An image file.
struct SaveImagesRequest: Decodable {
  /// The file; nil for bytes.
  let path: String?
  /// The format's word; nil follows from the path.
  let format: String?
  /// Of JPEG, 1 to 100.
  let quality: Int
  /// How fast a sequence plays; nil for what is usual.
  let framesPerSecond: Double?
  /// Whether a file that is there may be replaced.
  let replace: Bool
  /// The one image that is written; nil for all.
  let index: Int?

  private enum CodingKeys: CodingKey {
    case path, format, quality, framesPerSecond, replace, index
  }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.fields(CodingKeys.self)
    path = try fields.value(.path)
    format = try fields.value(.format)
    quality = try fields.value(.quality, default: 90)
    framesPerSecond = try fields.value(.framesPerSecond)
    replace = try fields.value(.replace, default: true)
    index = try fields.value(.index)
    guard path != nil || format != nil else {
      throw RequestError(.incomplete, field: "path", sentence: "give a `path`, or a `format`")
    }
  }

  /// The kind of file.
  func encoding() throws -> ImageEncoding {
    guard (1...100).contains(quality) else {
      throw RequestError(
        .outOfRange, field: "quality", sentence: "`quality` is not between 1 and 100")
    }
    let name = format.map { "image.\($0)" } ?? path ?? ""
    return ImageEncoding(try ImageFileFormat(fileName: name), quality: quality)
  }
}
