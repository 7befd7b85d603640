public import Geometry
public import VolumeModel
public import WorkScheduling

extension AnalyticField {
  /// Returns the mean over a voxel: what a scanner of that resolution would measure.
  ///
  /// - Parameters:
  ///   - center: The voxel's centre in LPS mm.
  ///   - steps: Patient displacements of one voxel along i, j and k.
  ///   - supersampling: Samples along each axis, evenly spaced inside the voxel; 1 is the
  ///     value at the centre.
  /// - Returns: The mean of the samples, in modality units.
  /// - Precondition: `supersampling` is positive.
  public func mean(
    around center: PatientPoint, steps: [PatientVector], supersampling: Int
  ) -> Double {
    precondition(supersampling > 0, "a voxel has at least one sample")
    guard supersampling > 1 else { return value(at: center) }
    let places = (0..<supersampling).map { (Double($0) + 0.5) / Double(supersampling) - 0.5 }
    var sum = 0.0
    for z in places {
      for y in places {
        for x in places {
          sum += value(at: center + steps[0] * x + steps[1] * y + steps[2] * z)
        }
      }
    }
    return sum / Double(supersampling * supersampling * supersampling)
  }
}

extension Volume {
  /// Creates a volume from a field, sampled at the centres of a grid's voxels.
  ///
  /// - Parameters:
  ///   - field: The field.
  ///   - geometry: Any grid: regular, sheared or irregular.
  ///   - supersampling: Samples along each axis of a voxel, whose mean is its value.
  ///   - noise: Noise by the voxel's offset in storage; nil for none.
  ///   - attributes: What else is known.
  ///   - context: The workers; the values do not depend on their number.
  /// - Throws: `OutOfMemory`, `WorkCancelled`.
  public init(
    sampling field: some AnalyticField, on geometry: GridGeometry, supersampling: Int = 1,
    noise: GaussianNoise? = nil, attributes: VolumeAttributes = VolumeAttributes(),
    context: WorkContext = WorkContext()
  ) throws {
    let size = geometry.dimensions
    let map = geometry.voxelToPatient
    let storage = try VoxelStorage(count: size.voxelCount)
    try context.forEach(size.slices, stage: "sampling") { k in
      let first = size.offset(0, 0, k)
      // SAFETY: each slice is a band of its own.
      unsafe storage.withMutableBand(first..<first + size.voxelsPerSlice) { slice in
        for offset in 0..<slice.count {
          let (j, i) = offset.quotientAndRemainder(dividingBy: size.columns)
          let center = geometry.patientPoint(of: VoxelPoint(Double(i), Double(j), Double(k)))
          let value = field.mean(
            around: center, steps: [map.x, map.y, map.z], supersampling: supersampling)
          unsafe slice[offset] = Float(value + (noise?[first + offset] ?? 0))
        }
      }
    }
    self.init(geometry: geometry, voxels: storage, attributes: attributes)
  }
}
