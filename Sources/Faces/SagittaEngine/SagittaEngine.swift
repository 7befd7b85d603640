// Every library floor, re-exported: what the faces of this package import.
@_exported public import SagittaDICOM
@_exported public import SagittaRendering
@_exported public import SagittaVolumes
@_exported public import Schemas
@_exported public import StableJSON
@_exported public import StoredImages
@_exported public import Views
@_exported public import VolumeRequests
