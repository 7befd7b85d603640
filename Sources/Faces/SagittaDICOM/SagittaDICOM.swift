// The one import for programs that read and write DICOM: bytes ↔ data sets ↔ frames.
@_exported public import Codecs
@_exported public import DICOMCoding
@_exported public import DICOMImaging
@_exported public import DICOMModel
@_exported public import Faults
@_exported public import Files
@_exported public import Geometry
@_exported public import PixelCoding
@_exported public import WorkScheduling
