// The one import for programs that load volumes, sample them and write them: geometry, loading,
// reslicing, files, derived DICOM.
@_exported public import DerivedObjects
@_exported public import Reslicing
@_exported public import SagittaDICOM
@_exported public import Sampling
@_exported public import SeriesLoading
@_exported public import VolumeFiles
@_exported public import VolumeMathematics
@_exported public import VolumeModel
