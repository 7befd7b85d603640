// The one import for programs that embed the engine: every library floor, and what errors say to
// Foundation.
@_exported public import SagittaEngine
