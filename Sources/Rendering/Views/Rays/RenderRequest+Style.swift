import Geometry
import RayCasting
import VolumeModel

extension RenderRequest {
  /// The transfer function for a volume: what is asked for, else what suits the modality.
  ///
  /// - Throws: ``RequestError``.
  func function(for volume: Volume) throws(RequestError) -> TransferFunction {
    if let transferFunction = try chosenFunction(), preset == nil { return transferFunction }
    do throws(UnknownPreset) {
      return try TransferFunction(preset: presetName(for: volume)).suiting(volume.geometry)
    } catch {
      throw RequestError(.unknownName, field: "preset", sentence: error.description)
    }
  }

  /// The preset that is asked for, else the one that suits the modality.
  private func presetName(for volume: Volume) -> String {
    preset ?? volume.attributes.defaultPreset
  }

  /// Whether the modality chooses the colours.
  var choosesByModality: Bool { preset == nil && transferFunction == nil }

  /// How rays become colours with a transfer function.
  func style(_ function: TransferFunction) -> RenderStyle {
    var style = RenderStyle(function, isShaded: shading)
    style.classification = classification ?? .sampled
    style.interpolation = interpolation ?? .linear
    style.occlusion = occlusion ?? 0
    style.showsVolume = !showsLabelsOnly
    if let background { style.background = background.parts }
    if let light { style.light = .distant(light) }
    if let iso {
      let color = choosesByModality ? Self.plainSurface : function.color(of: iso)
      style.mode = .isosurface(value: iso, color: color)
    }
    return style
  }

  /// The colour of a surface for which nobody chose colours: ivory.
  private static let plainSurface = SIMD3(0.93, 0.87, 0.76)
}
