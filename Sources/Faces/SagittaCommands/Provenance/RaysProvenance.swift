import Sagitta

/// What a run of rays was asked for.
struct RaysProvenance<Request: Encodable>: Encodable {
  let rays: Request
  let dicom: DerivedSeriesRequest?
}
