import SagittaEngine

/// What is in use, and the words that requests may have.
struct About: Encodable {
  /// As JSON.
  static let text = BytesObject(((try? RequestJSON.text(About())) ?? "{}").utf8)

  /// What is said of a number that is no error.
  static let noError = BytesObject("this is no error".utf8)

  let version = Engine.version
  let libraries = Dictionary(
    Engine.libraries.map { ($0.name, $0.version) }, uniquingKeysWith: { first, _ in first })
  let processor = CPULevel.current.rawValue
  let presets = TransferFunction.presets.compactMap(\.name)
  let windowPresets = WindowPreset.all.map(\.name)
  let colorMaps = ColorMap.all.map(\.name)
  let imageFormats = ImageFileFormat.allCases.map(\.rawValue)
  let volumeFormats = VolumeFileFormat.extensions
  let remedies = Remedy.allCases
}
