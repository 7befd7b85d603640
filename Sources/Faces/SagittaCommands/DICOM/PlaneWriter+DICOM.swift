import Sagitta

extension PlaneWriter {
  /// Planes of one kind, which make up a series.
  private func groups(_ items: [PlaneItem]) -> [(kind: String, items: [PlaneItem])] {
    var order: [String] = []
    for item in items where !order.contains(item.kind) { order.append(item.kind) }
    return order.map { kind in (kind, items.filter { $0.kind == kind }) }
  }

  /// Writes planes as calibrated images, one series for each kind.
  func writeSeries(_ items: [PlaneItem], _ writer: DICOMWriter) throws -> [PlaneOutput] {
    var series: [DICOMWriter.Series] = []
    for group in groups(items) {
      series.append(
        DICOMWriter.Series(
          kind: group.kind, indices: group.items.map(\.index),
          planes: CalibratedPlanes(
            try batchedPlanes(group.items).map(\.image), thickness: thickness(group.kind),
            slices: slices(group.items)),
          derivation: derivation(group.kind)))
    }
    let paths = try writer.write(series, window: style?.window)
    return zip(paths, series.flatMap(\.planes.geometries)).map {
      PlaneOutput(path: $0, $1, style?.window, findings)
    }
  }

  /// Writes planes as finished pictures, those of one kind as the frames of one object.
  func writePictures(_ items: [PlaneItem], _ writer: DICOMWriter) throws -> [PlaneOutput] {
    let raster = rasters(among: items)
    var pictures: [DICOMWriter.Pictures] = []
    for group in groups(items) {
      let planes = try batchedPlanes(group.items)
      var details = SecondaryCapture.Details()
      details.plane = planes.first?.image.geometry
      pictures.append(
        DICOMWriter.Pictures(
          kind: group.kind, index: planes.count == 1 ? group.items[0].index : 0,
          frames: stopwatch.time(.compute) { planes.map(raster) },
          derivation: derivation(group.kind), details: details))
    }
    let paths = try writer.write(pictures)
    return zip(paths, pictures.compactMap(\.details.plane)).map {
      PlaneOutput(path: $0, $1, style?.window, findings)
    }
  }

  /// Writes a picture along a curve as secondary capture; returns its path.
  func write(
    _ flat: PlaneImage, along curved: CurvedPicture, _ writer: DICOMWriter
  ) throws -> String {
    let style = pictureStyle
    let raster = style.image(
      of: flat, annotation: style.annotator?.annotation(ofCurve: curved),
      gaps: source.marks?.along(curved))
    let picture = DICOMWriter.Pictures(
      kind: "mpr", index: 0, frames: [raster],
      derivation: Derivation(
        [.curvedReformatting], "Picture along a curve, \(curved.mode.rawValue)"),
      details: SecondaryCapture.Details())
    return try writer.write([picture])[0]
  }

  /// Which stored slices planes are; nil if they are none.
  private func slices(_ items: [PlaneItem]) -> CalibratedPlanes.StoredSlices? {
    let indices = items.compactMap { item -> Int? in
      if case .storedSlice(let k) = item.source { k } else { nil }
    }
    guard indices.count == items.count else { return nil }
    return CalibratedPlanes.StoredSlices(
      indices: indices, volumeCount: source.volume.dimensions.slices)
  }

  private func derivation(_ kind: String) -> Derivation {
    Derivation(planes: kind, slab: source.slab, source.interpolation)
  }

  /// What a plane's values stand for: the slab, or for stored slices what their distance is.
  private func thickness(_ kind: String) -> Double? {
    if let slab = source.slab { return slab.thickness }
    return kind == "native" ? source.volume.geometry.sliceDistance : nil
  }
}
