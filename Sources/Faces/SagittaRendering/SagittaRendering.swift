// The one import for programs that turn volumes which they have into images: rays, windows and colours,
// image files. It neither reads nor writes DICOM.
@_exported public import Faults
@_exported public import Files
@_exported public import Geometry
@_exported public import ImageFiles
@_exported public import Presentation
@_exported public import RayCasting
@_exported public import Reslicing
@_exported public import Sampling
@_exported public import VolumeMathematics
@_exported public import VolumeModel
@_exported public import WorkScheduling
