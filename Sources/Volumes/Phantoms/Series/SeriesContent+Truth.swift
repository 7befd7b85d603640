import Geometry
import VolumeModel

extension SeriesContent {
  /// What is known of the series.
  var truth: PhantomTruth {
    let grid = layout.grid
    return PhantomTruth(
      kind: series.kind, parameters: SeriesParameters(series),
      phantom: PhantomFacts(
        phantom, lift: series.modality == .mr ? -series.format.intercept : 0),
      unit: series.modality == .ct ? "HU" : nil, studyInstanceUID: studyInstanceUID,
      seriesInstanceUID: seriesInstanceUID, frameOfReferenceUID: frameOfReferenceUID,
      dimensions: grid.dimensions.ijk, affine: grid.voxelToPatient.rowMajor,
      regularity: grid.regularity.rawValue, shearDegrees: grid.shearDegrees,
      slicePositions: grid.slicePositions, probes: probes(grid),
      files: files.map { file in
        PhantomTruth.File(
          name: file.name, role: file.role.rawValue, slice: file.slice,
          instanceNumber: file.instanceNumber, sopInstanceUID: file.sopInstanceUID)
      })
  }

  /// Two opposite corners, the middle, and 61 voxels at random.
  private func probes(_ grid: GridGeometry) -> [PhantomTruth.Probe] {
    let size = grid.dimensions
    let random = CounterRandom(seed: series.seed).stream(5)
    let random61 = (0..<61).map { n in
      size.ijk.indices.map { Int(random.unit(3 * n + $0) * Double(size.ijk[$0])) }
    }
    let fixed = [[0, 0, 0], size.ijk.map { $0 - 1 }, size.ijk.map { $0 / 2 }]
    return (fixed + random61).map { index in
      let i = index[0]
      let j = index[1]
      let k = index[2]
      let slice = layout.usable[k]
      let p = grid.patientPoint(of: VoxelPoint(Double(i), Double(j), Double(k)))
      return PhantomTruth.Probe(
        index: index, position: [p.x, p.y, p.z],
        value: modalityValue(stored(i, row: j, slice: slice), slice: slice),
        isPadding: isPadding(i, row: j))
    }
  }
}
