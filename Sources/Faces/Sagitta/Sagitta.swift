// The one import for programs that embed the engine: every library floor, re-exported.
@_exported public import SagittaDICOM
@_exported public import SagittaRendering
@_exported public import SagittaVolumes
@_exported public import Schemas
@_exported public import StableJSON
@_exported public import StoredImages
@_exported public import Views
@_exported public import VolumeRequests
