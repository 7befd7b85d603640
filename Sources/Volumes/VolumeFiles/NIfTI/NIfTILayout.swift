/// Where the fields of a NIfTI header lie, and how wide they are.
///
/// nifti1.h (348 bytes, 16-bit dimensions, floats) and nifti2.h (540 bytes, 64-bit dimensions,
/// doubles), nifti.nimh.nih.gov.
struct NIfTILayout: Hashable, Sendable {
  /// A header version.
  enum Version: Hashable, Sendable { case one, two }

  let version: Version
  /// Bytes of the header, without the four of the extension flag behind it.
  let size: Int
  let magic, dimensions, dataType, bitsPerVoxel, pixelSizes, dataOffset: Int
  let slope, intercept, units, timeOffset, description, qformCode, sformCode: Int
  let quaternion, qoffset, sform, intent, intentName: Int

  static let one = NIfTILayout(
    version: .one, size: 348, magic: 344, dimensions: 40, dataType: 70, bitsPerVoxel: 72,
    pixelSizes: 76, dataOffset: 108, slope: 112, intercept: 116, units: 123, timeOffset: 136,
    description: 148, qformCode: 252, sformCode: 254, quaternion: 256, qoffset: 268, sform: 280,
    intent: 68, intentName: 328)

  static let two = NIfTILayout(
    version: .two, size: 540, magic: 4, dimensions: 16, dataType: 12, bitsPerVoxel: 14,
    pixelSizes: 104, dataOffset: 168, slope: 176, intercept: 184, units: 500, timeOffset: 216,
    description: 240, qformCode: 344, sformCode: 348, quaternion: 352, qoffset: 376, sform: 400,
    intent: 504, intentName: 508)

  /// Bytes of a real number.
  var realSize: Int { version == .one ? 4 : 8 }
  /// Bytes of a dimension.
  var dimensionSize: Int { version == .one ? 2 : 8 }
}
