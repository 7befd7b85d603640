import DICOMModel
import Files
import Outputs
import SagittaEngine

/// Pictures as one DICOM object: what the program writes with `--dicom` and `--deterministic-uids`.
///
/// Planes and projections keep their values; with what only pictures have (colours, inversion, a second
/// volume, marks), ray casts and animations are secondary captures, as `--picture` makes them.
struct DerivedAnswer {
  let parameters: RenderedParameters
  let pictures: any Pictures
  let kept: KeptVolume
  let context: WorkContext

  /// The object as a file.
  ///
  /// - Throws: `DerivedObjectError` for values that no image of this kind holds; what reading the source
  ///   images throws; `WorkCancelled`.
  func bytes() throws -> [UInt8] {
    let maker = DerivedSeriesMaker(
      options: DerivedSeriesRequest(isDeterministic: true).options(software: .sagitta),
      source: try kept.sourceImages(), attributes: kept.volume.attributes)
    switch try pictures.derived(asPicture: isPicture, context: context) {
    case .planes(let planes, let window):
      return try maker.series(of: [planes], window: window, context: context)[0]
        .object(0, context: context).fileBytes()
    case .pictures(let pictures):
      let bytes = CollectedBytes()
      try maker.write([pictures], to: [ByteSink.memory(bytes, name: "picture.dcm")])
      return bytes.bytes
    }
  }

  private var isPicture: Bool {
    let look = parameters.look
    let detail = parameters.annotation.marks.annotate ?? .none
    return parameters.isAnimation || look.overlay != nil || look.colorMap != nil || look.isInverted
      || detail != .none
  }
}
