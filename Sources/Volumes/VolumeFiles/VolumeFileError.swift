import Faults

/// A volume file could not be written or read.
public struct VolumeFileError: Error, Hashable, CustomStringConvertible {
  /// What was wrong.
  public enum Reason: Hashable, Sendable {
    /// The extension names no format.
    case unknownFormat
    /// The slices are not evenly spaced, which the format cannot say.
    case irregular
    /// The planes differ in size, pixel size or direction.
    case planesDiffer
    /// The planes are not evenly spaced; the largest deviation in mm.
    case planesUneven(millimetres: Double)
    /// The phases differ in their geometry.
    case phasesDiffer
    /// There is nothing to write.
    case empty
    /// The axes are not perpendicular, which the format cannot say.
    case sheared
    /// The format is only read.
    case readOnly
    /// The first value that the type of voxels cannot hold exactly, and its number in the file.
    case notExact(value: Float, type: VoxelType, index: Int)
    /// Whole numbers were rounded to floats when they were read, so that they are not exact here.
    case roundedBefore(count: Int, type: VoxelType)
    /// The format has no slope and intercept, or the type needs none.
    case notScalable(VoxelType)
    /// The format is two files, which a device or pipe cannot be.
    case needsTwoFiles
    /// The format is a folder, which a file, device, pipe or memory cannot be.
    case needsFolder
    /// The format is not written in one go, as a device or pipe would need.
    case needsSeeking
    /// The format cannot compress its voxels.
    case notCompressible

    /// The file is not there.
    case missing
    /// A file that the header names is not there.
    case dataFileMissing(String)
    /// A file that the header names does not lie below the header's folder.
    case dataFileOutside(String)
    /// The system refuses to read the file, in the system's words.
    case unreadable(String)
    /// The bytes are not of the format; what is wrong.
    case malformed(String)
    /// The file promises more bytes than there are.
    case truncated(needed: Int, available: Int)
    /// The format allows it, this reader does not.
    case unsupported(String)
    /// The file has no phase of this number.
    case noSuchPhase(index: Int, count: Int)
    /// The voxels take more bytes than the reader may use.
    case overLimit(needed: Int, limit: Int)
    /// An array file without its side-car: nothing says where the voxels lie.
    case noSideCar
    /// Nothing says how far apart the voxels lie.
    case noSpacing
  }

  /// What was wrong.
  public let reason: Reason
  /// The file.
  public let path: String
  /// Bytes from the start of the (decompressed) file to the offending number, if there is one.
  public let offset: Int?

  /// Creates an error.
  public init(_ reason: Reason, path: String, offset: Int? = nil) {
    self.reason = reason
    self.path = path
    self.offset = offset
  }

  /// One line for people: what, where, and what to do.
  public var description: String {
    let place = offset.map { " at byte \($0)" } ?? ""
    return "\(path): \(reason)\(place)"
  }
}

extension VolumeFileError.Reason: CustomStringConvertible {
  private static func text(needed: Int, limit: Int) -> String {
    let texts = ByteAmount.texts(needed: needed, limit: limit)
    return "needs \(texts.needed), \(texts.allowed)"
  }

  /// What is wrong and the way out.
  public var description: String {
    switch self {
    case .unknownFormat:
      "unknown volume format; the extensions are "
        + VolumeFileFormat.extensions.joined(separator: ", ")
    case .irregular:
      "the slices are not evenly spaced, which this format cannot say"
    case .planesDiffer:
      "the planes differ in size, pixel size or direction; write one file for each"
    case .planesUneven(let deviation):
      "the planes are not evenly spaced (off by \(deviation) mm); write one file for each"
    case .phasesDiffer: "the phases differ in their geometry; write one file for each"
    case .empty: "there are no planes to write"
    case .sheared:
      "the volume is sheared (gantry tilt), which this format cannot say; use .nii, .nii.gz, "
        + ".nrrd, .nhdr, .npy, .npz or .ome.zarr"
    case .readOnly: "files of this kind are only read; write .nii or .nii.gz"
    case .notExact(let value, let type, let index):
      "voxel \(index) is \(value), which \(type) cannot hold"
    case .roundedBefore(let count, let type):
      "\(count) voxels held whole numbers beyond 16777216 that floats cannot hold, so that \(type) "
        + "would not be exact; give them smaller numbers first"
    case .notScalable(let type):
      "slope and intercept are for whole numbers of up to 32 bits in NIfTI, not for \(type) here; "
        + "write .nii or .nii.gz"
    case .needsTwoFiles: "the format is two files, which this is no place for; write .nrrd or .mha"
    case .needsFolder: "the format is a folder, which this is not; name a folder .ome.zarr"
    case .needsSeeking: "compressed MetaImage is not written in one go; write to a file"
    case .notCompressible:
      "the format is not compressed (or always is); .nrrd, .nhdr, .mha, .mhd and .npz can be"
    case .missing: "no such file"
    case .dataFileMissing(let path): "its data file \(path) is not there; bring both"
    case .dataFileOutside(let name):
      "its data file \(name) does not lie below the folder of the header; bring it there"
    case .unreadable(let words): "\(words); name a file that can be read"
    case .malformed(let what): "damaged: \(what)"
    case .truncated(let needed, let available):
      "cut off: \(needed) bytes are promised, \(available) are there"
    case .unsupported(let what): "not supported: \(what)"
    case .overLimit(let needed, let limit):
      Self.text(needed: needed, limit: limit)
    case .noSuchPhase(let index, let count):
      "there is no phase \(index), but \(count), counted from 0"
    case .noSpacing:
      "nothing says how far apart the voxels lie"
    case .noSideCar:
      "no side-car .npy.json says where the voxels lie"
    }
  }
}
