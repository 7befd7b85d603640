package import SagittaEngine

extension ImageOutput where Images == PlaneImages {
  private var plan: PlanePlan { images.plan }
  private var findings: [Finding] { item.plan.findings + images.findings }

  /// Makes the planes and writes them; returns what lies in each file.
  package func write() throws -> [PlaneOutput] {
    let target = item.place
    switch target {
    case .dicom: return try writeDICOM(to: target)
    case .picture(let path, let format) where isSequence(format):
      return [try writeSequence(path, format: format)]
    case .picture(let path, let format):
      try checkSingle()
      return outputs(
        [path],
        places: try images.write(
          to: [path], as: options.encoding(format), stopwatch: stopwatch, context: context))
    case .values(let path, let format):
      let place = try images.writeValues(
        to: path, as: format, stopwatch: stopwatch, context: context)
      return outputs([path], places: [place])
    case .pictures(let names, let format):
      return try inFolder(names, fileExtension: format.extensions[0]) {
        try images.write(
          to: $0, as: options.encoding(format), stopwatch: stopwatch, context: context)
      }
    case .valueFiles(let names, let format):
      return try inFolder(names, fileExtension: format.extensions[0]) {
        try images.writeValueFiles(
          to: $0, as: format, stopwatch: stopwatch, context: context)
      }
    }
  }

  private func isSequence(_ format: ImageFileFormat) -> Bool {
    plan.curve == nil && plan.sheets.isEmpty
      && (format.isSequence || (format == .gif && images.count > 1))
  }

  private func writeSequence(
    _ path: String, format: ImageFileFormat
  ) throws -> PlaneOutput {
    let speed = options.framesPerSecond ?? PlaneImages.defaultFramesPerSecond
    let places = try images.writeSequence(
      to: path, as: format, framesPerSecond: speed, stopwatch: stopwatch, context: context)
    let planes = places.compactMap { place -> PlaneGeometry? in
      if case .plane(let plane) = place { plane } else { nil }
    }
    return PlaneOutput(
      path: path, sequence: planes, framesPerSecond: speed, window: images.window,
      findings: findings)
  }

  private func checkSingle() throws {
    guard images.count == 1 else {
      throw OutputError { [count = images.count, areSheets = !plan.sheets.isEmpty] name in
        areSheets
          ? "\(count) sheets do not go into one picture; name a folder: \(name("output")) DIR/"
          : "\(count) planes do not go into one picture; name a folder, \(name("output")) DIR/, "
            + "or write them as a sequence: .gif, .apng, .mp4"
      }
    }
  }

  /// Files in a folder: all of them or none.
  private func inFolder(
    _ names: OutputNames, fileExtension: String, write: ([String]) throws -> [ImagePlace]
  ) throws -> [PlaneOutput] {
    guard plan.curve == nil else {
      throw OutputError { _ in
        "a picture along a curve is one file; name it with its extension"
      }
    }
    let (folder, files) = try OutputFolder.prepared(
      names, for: plan.names, fileExtension: fileExtension, force: options.force)
    let places = try write(files.map(\.stagedPath))
    try folder.finish()
    return outputs(files.map(\.path), places: places)
  }

  private func writeDICOM(to target: OutputTarget) throws -> [PlaneOutput] {
    let writer = DICOMWriter(
      target, options: options, source: item.source, attributes: images.volume.attributes)
    if options.dicom.asPicture {
      let captures = try images.captures(stopwatch: stopwatch, context: context)
      let paths = try writer.write(
        captures.map {
          DICOMWriter.Pictures(
            kind: $0.kind, index: $0.index,
            sequence: DerivedSeriesMaker.Pictures(
              $0.count, by: $0.derivation, details: $0.details, picture: $0.picture))
        })
      return outputs(paths, places: captures.map(\.place))
    }
    guard plan.curve == nil else {
      throw OutputError { name in
        "the pixels along a curve lie on no plane, which a calibrated image needs: add "
          + name("picture")
      }
    }
    let series = try images.series(stopwatch: stopwatch, context: context).map {
      DICOMWriter.Series(
        kind: $0.kind, indices: $0.indices, planes: $0.planes, derivation: $0.derivation)
    }
    let paths = try writer.write(series, window: images.style?.window)
    return outputs(paths, places: series.flatMap(\.planes.geometries).map(ImagePlace.plane))
  }

  private func outputs(_ paths: [String], places: [ImagePlace]) -> [PlaneOutput] {
    zip(paths, places).map { path, place in
      PlaneOutput(path: path, place: place, window: images.style?.window, findings: findings)
    }
  }
}

extension PlaneImages {
  /// The window of images.
  fileprivate var window: DisplayWindow {
    guard let style else { preconditionFailure("images have a window") }
    return style.window
  }
}

extension PlaneOutput {
  /// One file, whose pixels lie in a place.
  fileprivate init(
    path: String, place: ImagePlace, window: DisplayWindow?, findings: [Finding]
  ) {
    switch place {
    case .plane(let plane): self.init(path: path, plane: plane, window: window, findings: findings)
    case .curve(let curve): self.init(path: path, curve: curve, window: window, findings: findings)
    case .sheet(let tiles):
      guard let window else { preconditionFailure("sheets are images, which have a window") }
      self.init(
        path: path,
        tiles: tiles.map {
          Tile(plane: $0.plane, origin: [$0.origin.x, $0.origin.y])
        }, window: window, findings: findings)
    }
  }
}
