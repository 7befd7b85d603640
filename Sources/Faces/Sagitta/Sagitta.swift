// The one import for programs that embed the engine: every library floor, re-exported.
@_exported public import Codecs
import Compression
@_exported public import DICOMCoding
@_exported public import DICOMImaging
@_exported public import DICOMModel
@_exported public import DerivedObjects
@_exported public import Faults
@_exported public import Files
@_exported public import Geometry
@_exported public import ImageFiles
@_exported public import Phantoms
@_exported public import PixelCoding
@_exported public import Presentation
@_exported public import RayCasting
@_exported public import Reports
@_exported public import Reslicing
@_exported public import Sampling
@_exported public import SeriesLoading
@_exported public import StoredImages
@_exported public import Views
@_exported public import VolumeFiles
@_exported public import VolumeMathematics
@_exported public import VolumeModel
@_exported public import WorkScheduling

/// The engine as a whole.
public enum Sagitta {
  /// The version, as semantic versioning has it.
  public static let version = "0.1.0"

  /// Name and version of each C library in use.
  public static var libraries: [(name: String, version: String)] {
    ImageLibraries.versions + CompressionLibrary.versions
  }
}
