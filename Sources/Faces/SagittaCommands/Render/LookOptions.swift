import ArgumentParser
import Foundation
import Sagitta

/// How a ray cast looks.
struct LookOptions: ParsableArguments {
  @Option(help: ArgumentHelp("A known look; default: by modality.", valueName: "name"))
  var preset: String?

  @Option(
    help: ArgumentHelp(
      "A look of your own: JSON, or a .vp that 3D Slicer saved.", valueName: "file"))
  var transferFunction: String?

  @Flag(help: "Print the names of all presets and what they show.")
  var listPresets = false

  @Option(help: ArgumentHelp("Print a preset as JSON.", valueName: "name"))
  var dumpPreset: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The surface where the value reaches this one.", valueName: "value"))
  var iso: NumberArgument?

  @Option(
    help: ArgumentHelp("Behind everything: black, white, grey or #rrggbb.", valueName: "color"))
  var background: ColorArgument?

  @Flag(help: "Plain colours without light.")
  var noShading = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Direction towards a distant light, LPS; default: light from the viewer.",
      valueName: "x,y,z"))
  var light: PatientPointArgument?

  func validate() throws {
    if preset != nil, transferFunction != nil {
      throw ValidationError("--preset and --transfer-function contradict each other; give one")
    }
    if let light, light.point.fromOrigin.normalized == nil {
      throw ValidationError("--light 0,0,0 is no direction")
    }
  }

  /// Whether something is to be printed instead of a picture made.
  var isQuestion: Bool { listPresets || dumpPreset != nil }

  /// Prints what was asked for; returns whether anything was.
  func answerQuestion() throws -> Bool {
    if listPresets {
      for preset in TransferFunction.presets {
        let name = preset.name ?? ""
        let gap = String(repeating: " ", count: max(1, 16 - name.count))
        try Console.print(name + gap + (preset.description ?? ""))
      }
      return true
    }
    guard let dumpPreset else { return false }
    try Console.print(try JSONText.text(try TransferFunction(preset: dumpPreset)))
    return true
  }

  /// The transfer function that was asked for, checked; nil without one.
  func chosen() throws -> TransferFunction? {
    if let preset { return try TransferFunction(preset: preset) }
    guard let path = transferFunction else { return nil }
    return try TransferFunctionFile.read(path)
  }

  /// The look with a transfer function.
  func look(_ function: TransferFunction) throws -> RenderStyle {
    var look = RenderStyle(function, isShaded: !noShading)
    if let background { look.background = background.color }
    if let light { look.light = .distant(light.point.fromOrigin) }
    if let iso {
      let isChosen = preset != nil || transferFunction != nil
      let color = isChosen ? function.color(of: iso.value) : SIMD3(0.93, 0.87, 0.76)
      look.mode = .isosurface(value: iso.value, color: color)
    }
    return look
  }
}

/// A colour by name or as #rrggbb.
struct ColorArgument: ExpressibleByArgument {
  /// Red, green and blue, 0…1.
  let color: SIMD3<Double>

  init?(argument: String) {
    let names = ["black": 0x000000, "white": 0xffffff, "grey": 0x808080, "gray": 0x808080]
    let digits = argument.drop { $0 == "#" }
    let isHex = digits.count == 6 && digits.allSatisfy { $0.isASCII && $0.isHexDigit }
    guard let value = names[argument.lowercased()] ?? (isHex ? Int(digits, radix: 16) : nil) else {
      return nil
    }
    color = SIMD3(Double(value >> 16 & 255), Double(value >> 8 & 255), Double(value & 255)) / 255
  }
}
