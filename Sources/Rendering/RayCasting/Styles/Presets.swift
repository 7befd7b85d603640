extension TransferFunction {
  /// Looks for everyday use, by name.
  public static let presets: [TransferFunction] = [
    ctBone, ctSoftTissue, ctSkin, ctLung, ctAirways, ctVessels, ctCardiac, mrDefault, mrAngio,
    pet, mipLike,
  ]

  /// Finds a preset by its name.
  ///
  /// - Throws: ``UnknownPreset``.
  public init(preset name: String) throws(UnknownPreset) {
    guard let preset = Self.presets.first(where: { $0.name == name.lowercased() }) else {
      throw UnknownPreset(name: name)
    }
    self = preset
  }

  private static func preset(
    _ name: String, description: String, domain: Domain? = nil,
    opacity: [(Double, Double)], color: [(Double, UInt32)], gradient: [(Double, Double)]? = nil,
    shading: Shading? = Shading()
  ) -> TransferFunction {
    TransferFunction(
      name: name, description: description, domain: domain,
      opacity: opacity.map { OpacityPoint(value: $0.0, opacity: $0.1) },
      color: color.map { ColorPoint(value: $0.0, color: parts($0.1)) },
      gradientOpacity: gradient?.map { GradientPoint(magnitude: $0.0, opacity: $0.1) },
      shading: shading)
  }

  /// Red, green and blue of 0xRRGGBB, to three decimals.
  private static func parts(_ color: UInt32) -> [Double] {
    [16, 8, 0].map { shift in
      (Double(color >> shift & 255) / 255 * 1000).rounded() / 1000
    }
  }

  private static let ctBone = preset(
    "ct-bone", description: "Bones in ivory; contrast-filled vessels faintly",
    opacity: [(150, 0), (260, 0.04), (450, 0.45), (900, 0.9), (2500, 0.98)],
    color: [(150, 0x9a3b2c), (280, 0xd8a27a), (450, 0xf0dcb8), (1200, 0xfffaf0)],
    shading: Shading(ambient: 0.15, diffuse: 0.8, specular: 0.25, shininess: 25))

  private static let ctSoftTissue = preset(
    "ct-soft-tissue", description: "Muscles and organs through fat, with bones",
    opacity: [(-20, 0), (30, 0.03), (90, 0.1), (160, 0.16), (350, 0.6), (1200, 0.95)],
    color: [(-20, 0xb06a4a), (40, 0xb5533f), (90, 0xc4634a), (180, 0xe0a078), (400, 0xf4e4c8)],
    gradient: [(0, 0.15), (15, 0.5), (60, 1)],
    shading: Shading(ambient: 0.2, diffuse: 0.8, specular: 0.15, shininess: 15))

  private static let ctSkin = preset(
    "ct-skin", description: "The surface of the body",
    opacity: [(-500, 0), (-300, 0.15), (-150, 0.6), (0, 0.85), (3000, 0.95)],
    color: [(-500, 0xd9a58a), (-100, 0xe6b899), (100, 0xe9c3a6), (400, 0xf5e9d5)],
    shading: Shading(ambient: 0.2, diffuse: 0.75, specular: 0.12, shininess: 12))

  private static let ctLung = preset(
    "ct-lung", description: "Lungs with their vessels, in front of nothing",
    opacity: [(-930, 0), (-880, 0.05), (-800, 0.12), (-650, 0.2), (-550, 0.1), (-450, 0)],
    color: [(-950, 0x4d7399), (-840, 0x93b8d4), (-700, 0xe8b8a0), (-500, 0xf4d0b8)],
    // Between air and skin, table or blanket values pass through those of lungs, but steeply.
    gradient: [(0, 1), (40, 0.8), (90, 0.05), (120, 0)],
    shading: Shading(ambient: 0.25, diffuse: 0.85, specular: 0.15, shininess: 20))

  private static let ctAirways = preset(
    "ct-airways",
    description: "Windpipe and bronchi, lungs as a veil; crop to the inside of the body",
    // Air in airways is pure, that in lungs is not; noise is flat beside the wall of a bronchus.
    opacity: [(-1000, 0.85), (-980, 0.7), (-950, 0.03), (-880, 0.012), (-600, 0.012), (-400, 0)],
    color: [(-1000, 0x8ccce0), (-920, 0xb8e0eb), (-850, 0xd6c7b3)],
    gradient: [(0, 0), (40, 0), (120, 1)],
    shading: Shading(ambient: 0.25, diffuse: 0.75, specular: 0.3, shininess: 30))

  private static let ctVessels = preset(
    "ct-vessels", description: "Contrast-filled vessels in red, bones in ivory",
    opacity: [(130, 0), (180, 0.08), (260, 0.4), (450, 0.6), (800, 0.9), (2500, 0.98)],
    color: [(130, 0x8c1b18), (220, 0xc8362b), (340, 0xe06a4c), (550, 0xf1dcbc), (1200, 0xfffaf0)],
    shading: Shading(ambient: 0.15, diffuse: 0.8, specular: 0.35, shininess: 30))

  private static let ctCardiac = preset(
    "ct-cardiac", description: "Heart muscle, chambers and coronary vessels with contrast",
    opacity: [(60, 0), (110, 0.05), (170, 0.18), (260, 0.45), (450, 0.65), (1200, 0.9)],
    color: [(60, 0x5c1a12), (130, 0xa33526), (220, 0xd0503a), (330, 0xeb9a6a), (600, 0xf6e2c4)],
    gradient: [(0, 0.2), (20, 0.6), (80, 1)],
    shading: Shading(ambient: 0.15, diffuse: 0.8, specular: 0.35, shininess: 30))

  private static let mrDefault = preset(
    "mr-default", description: "The surface of what gives signal, inside dimly", domain: .relative,
    opacity: [(0.12, 0), (0.22, 0.1), (0.4, 0.3), (0.8, 0.5), (1, 0.6)],
    color: [(0.1, 0x6b4a3a), (0.3, 0xc79a7b), (0.6, 0xe8d2b4), (1, 0xffffff)],
    shading: Shading(ambient: 0.2, diffuse: 0.8, specular: 0.1, shininess: 15))

  private static let mrAngio = preset(
    "mr-angio", description: "Bright vessels of an angiogram", domain: .relative,
    opacity: [(0.75, 0), (0.95, 0.08), (1.3, 0.5), (2, 0.9)],
    color: [(0.75, 0x7a1410), (1.1, 0xd23a28), (1.6, 0xf4a070), (2.5, 0xfff0dc)],
    shading: Shading(ambient: 0.2, diffuse: 0.75, specular: 0.35, shininess: 30))

  private static let pet = preset(
    "pet", description: "Uptake, dark red to white", domain: .relative,
    opacity: [(0.15, 0), (0.4, 0.01), (0.8, 0.05), (1.2, 0.2), (3, 0.6)],
    color: [
      (0.15, 0x1a0a2e), (0.4, 0x6b1d5c), (0.8, 0xc43c3c), (1.2, 0xf29a2e), (2, 0xfff3b0),
      (3, 0xffffff),
    ],
    shading: nil)

  private static let mipLike = preset(
    "mip-like", description: "Grey and unlit, dense things bright, as a projection with depth",
    domain: .relative,
    opacity: [(0.3, 0), (0.6, 0.005), (0.9, 0.05), (1.2, 0.25), (2, 0.7)],
    color: [(0.3, 0x000000), (0.7, 0x808080), (1.1, 0xe0e0e0), (2, 0xffffff)],
    shading: nil)
}

/// There is no preset with this name.
public struct UnknownPreset: Error, Hashable, CustomStringConvertible {
  /// The name.
  public let name: String

  /// The known name that is most like it: one that holds it or that it holds, else the one with
  /// the fewest letters to change.
  public var nearest: String {
    let names = TransferFunction.presets.compactMap(\.name)
    let typed = name.lowercased()
    let related = names.first { $0.contains(typed) || typed.contains($0) }
    if let related, !typed.isEmpty { return related }
    let wanted = Array(typed)
    return names.min { Self.distance(wanted, Array($0)) < Self.distance(wanted, Array($1)) } ?? ""
  }

  /// One line for people.
  public var description: String { "there is no preset \(name); did you mean \(nearest)?" }

  /// The number of letters to change, insert or leave out (Levenshtein).
  private static func distance(_ a: [Character], _ b: [Character]) -> Int {
    var row = Array(0...b.count)
    for (i, letter) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, other) in b.enumerated() {
        let changed = diagonal + (letter == other ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(changed, row[j] + 1, row[j + 1] + 1)
      }
    }
    return row[b.count]
  }
}
