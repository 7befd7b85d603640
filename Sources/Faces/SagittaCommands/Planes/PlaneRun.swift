import Sagitta

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
  /// - Throws: ``UsageError``, ``RefusedError``, and what the engine throws.
  func run(
    to target: OutputTarget, takesSeveral: Bool = true,
    request: (_ isFolder: Bool) throws -> PlaneRequest
  ) throws {
    let common = options.common
    let chosen = try stopwatch.time(.load) { try SelectedVolumes(options.input, common: common) }
    guard takesSeveral || chosen.plans.count == 1 else {
      throw UsageError("--volume all is not for this command; pick one volume")
    }
    var outputs: [PlaneOutput] = []
    var sources: [ProvenanceSource] = []
    let other = try planesOf.map { try OtherGrid(at: $0, common: common) }
    for (plan, place) in zip(chosen.plans, try target.each(of: chosen.plans)) {
      try place.prepareFile(of: target, force: options.force)
      let (volume, plan, phase) = try stopwatch.time(.load) { try chosen.load(plan) }
      let images = try images(
        try request(place.isFolder), of: volume, plan: plan, like: other, areImages: place.isShown)
      let files = PlaneFiles(
        images: images, findings: plan.findings + images.findings, options: options,
        source: try place.source(of: plan, phase: phase, loader: chosen.loader),
        stopwatch: stopwatch)
      outputs += try files.write(to: place)
      sources += try options.origin.sources(plan, phases: [phase])
    }
    let asked = PlanesProvenance(
      planes: try request(target.isFolder), like: other.map { GridDescription($0.geometry) },
      dicom: target.isDICOM ? options.dicom.request : nil)
    try options.origin.finish(
      outputs,
      asked: Provenance(verb: verb, input: options.input, request: asked, sources: sources),
      volume: chosen.choice, common: common, stopwatch: stopwatch)
  }

  private func images(
    _ request: PlaneRequest, of volume: Volume, plan: VolumePlan, like other: OtherGrid?,
    areImages: Bool
  ) throws -> PlaneImages {
    let common = options.common
    let second = try options.overlay.load(
      over: plan, input: options.input, common: common, stopwatch: stopwatch)
    let identity =
      areImages
      ? options.picture.marks.identity(of: plan, input: options.input, common: common) : []
    let images = try stopwatch.time(.compute) {
      try PlaneImages(
        request, of: volume, overlay: second, like: other, identity: identity,
        areImages: areImages, context: common.context())
    }
    common.tell(images.notices)
    return images
  }
}

/// What a run of planes was asked for: the request, and the grid that planes were taken from.
private struct PlanesProvenance: Encodable {
  let planes: PlaneRequest
  let like: GridDescription?
  let dicom: DerivedSeriesRequest?
}
