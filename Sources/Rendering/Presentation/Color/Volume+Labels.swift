public import VolumeModel
public import WorkScheduling

extension Volume {
  /// Looks whether the volume is a map of labels.
  ///
  /// - Parameter context: The workers.
  /// - Returns: The first valid value that stands for no whole number; nil if all do.
  /// - Throws: `WorkCancelled`.
  public func firstValueBetweenLabels(
    context: WorkContext = WorkContext()
  ) throws -> Float? {
    let total = dimensions.voxelCount
    let length = 1 << 18
    let found = try context.map((total + length - 1) / length) { part in
      let range = part * length..<min(total, (part + 1) * length)
      return unsafe voxels.withVoxels(in: range) { values -> Float? in
        for offset in range {
          let value = unsafe values[offset - range.lowerBound]
          if LabelTable.number(of: value) == nil, validity?[offset] ?? true, value.isFinite {
            return value
          }
        }
        return nil
      }
    }
    return found.lazy.compactMap(\.self).first
  }
}
