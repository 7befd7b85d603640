import CKernels
package import VolumeModel
package import WorkScheduling

/// What one pass over values finds.
package struct ValueScan: Sendable {
  /// The smallest and largest number; nil if there is none.
  package let range: ClosedRange<Float>?
  /// Whether some values are no numbers.
  package let hasNaN: Bool

  /// Looks at all values.
  ///
  /// - Throws: `WorkCancelled`.
  package init(_ storage: VoxelStorage, context: WorkContext) throws {
    let count = storage.count
    let length = 1 << 20
    let loops = CPULevel.current.kernels
    let parts = try context.map((count + length - 1) / length) { part in
      var least = Float.infinity
      var most = -Float.infinity
      let range = part * length..<min(count, (part + 1) * length)
      let odd = unsafe storage.withVoxels(in: range) { values in
        unsafe loops.valueRange(values.baseAddress, Int64(values.count), &least, &most)
      }
      return (least, most, odd != 0)
    }
    let least = parts.map(\.0).min() ?? .infinity, most = parts.map(\.1).max() ?? -.infinity
    range = least <= most ? least...most : nil
    hasNaN = parts.contains(where: \.2)
  }
}
