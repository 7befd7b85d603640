import Sagitta

/// What a run of frames was asked for.
struct FramesProvenance<Request: Encodable>: Encodable {
  let frames: Request
  /// How DICOM objects were written; nil if none were.
  let dicom: DerivedSeriesRequest?
}
