/// SOP classes of presentation states, which are known by name but not shown.
package enum PresentationStates {
  private static let names = [
    "1": "Grayscale Softcopy Presentation State", "2": "Color Softcopy Presentation State",
    "3": "Pseudo-Color Softcopy Presentation State",
    "4": "Blending Softcopy Presentation State",
    "5": "XA/XRF Grayscale Softcopy Presentation State",
    "6": "Grayscale Planar MPR Volumetric Presentation State",
    "7": "Compositing Planar MPR Volumetric Presentation State",
    "8": "Advanced Blending Presentation State",
    "9": "Volume Rendering Volumetric Presentation State",
    "10": "Segmented Volume Rendering Volumetric Presentation State",
    "11": "Multiple Volume Rendering Volumetric Presentation State",
    "12": "Variable Modality LUT Softcopy Presentation State",
  ]

  private static let root = "1.2.840.10008.5.1.4.1.1.11."

  /// The name of a presentation state; nil for any other SOP class.
  package static func name(_ sopClass: String) -> String? {
    guard sopClass.hasPrefix(root) else { return nil }
    return names[String(sopClass.dropFirst(root.count))] ?? "a presentation state"
  }
}
