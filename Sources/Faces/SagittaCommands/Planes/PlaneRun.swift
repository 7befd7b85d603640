import Outputs
import SagittaEngine

/// A run of a verb that shows planes: every chosen volume goes through one request into files.
struct PlaneRun {
  /// The verb, for provenance.
  let verb: String
  let options: PlaneOptions
  /// The volume whose planes are wanted, if they are another's.
  var planesOf: String?
  let stopwatch = Stopwatch()

  /// Reads the volumes, and writes the images or values of each.
  ///
  /// - Parameters:
  ///   - target: Where the results go.
  ///   - takesSeveral: Whether there may be more than one volume.
  ///   - request: What is asked for; it may depend on whether a folder holds the results.
  /// - Throws: ``RefusedError``, and what the engine throws.
  func run(
    to target: OutputTarget, takesSeveral: Bool = true,
    request: (_ isFolder: Bool) throws -> PlaneRequest
  ) throws {
    let common = options.common
    let chosen = try stopwatch.time(.load) { try SelectedVolumes(options.input, common: common) }
    if !takesSeveral { _ = try chosen.onlyPlan }
    let other = try planesOf.map {
      try OtherGrid(at: $0, allowsOutside: options.input.reading.allowOutside, common: common)
    }
    let writing = common.writing(
      force: options.force, encoding: options.picture.encoding, dicom: options.dicom,
      stopwatch: stopwatch)
    let run = OutputRun(
      over: chosen, to: target, options: writing, namesSources: options.origin.isWanted)
    var overlays: [ProvenanceSource] = []
    let result = try run.images { item in
      let second = try options.overlay.load(
        over: item.plan, input: options.input, common: common, stopwatch: stopwatch)
      try options.origin.add(second, to: &overlays)
      let images = try images(
        try request(item.place.isFolder), of: item, overlay: second, like: other)
      return try ImageOutput(images, of: item, options: writing).write()
    }
    let asked = PlanesProvenance(
      try request(target.isFolder), like: other.map { GridDescription($0.geometry) },
      dicom: target.isDICOM ? writing.dicom : nil)
    try options.origin.finish(
      result.outputs,
      asked: Provenance(
        verb: verb, input: options.input, request: asked, sources: result.sources + overlays),
      volume: chosen.choice, common: common, stopwatch: stopwatch)
  }

  private func images(
    _ request: PlaneRequest, of item: OutputRun.ImageItem, overlay second: SecondVolume?,
    like other: OtherGrid?
  ) throws -> PlaneImages {
    let common = options.common
    let identity =
      item.place.isShown
      ? options.picture.marks.identity(of: item.plan, input: options.input, common: common) : []
    let images = try stopwatch.time(.compute) {
      try PlaneImages(
        request, of: item.volume, overlay: second, like: other, identity: identity,
        areImages: item.place.isShown, context: common.context())
    }
    common.tell(images.notices)
    return images
  }
}
