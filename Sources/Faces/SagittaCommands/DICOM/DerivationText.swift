import Sagitta

extension Derivation {
  /// Planes through a volume.
  init(planes kind: String, slab: Slab?, _ interpolation: Interpolation) {
    guard kind != "native" else {
      self.init([.slices], "Stored slices")
      return
    }
    var text = "Planes (\(kind)), \(interpolation.rawValue) interpolation"
    var processes: [Process] = [.multiplanarReformatting]
    if let slab {
      let blend = slab.blend.rawValue
      text += ", slabs of \(slab.thickness.displayText) mm, \(blend) of the samples"
      switch slab.blend {
      case .max: processes.append(.maximumProjection)
      case .min: processes.append(.minimumProjection)
      case .mean: processes.append(.meanProjection)
      case .sum: break
      }
    }
    self.init(processes, text)
  }
}
