import Foundation
import Sagitta

/// A second volume, sampled where the pictures of the first lie in the patient.
struct OverlaySource: Sendable {
  let volume: Volume
  let overlay: Overlay
  /// What a reader should know of the two volumes together.
  let findings: [Finding]
  private let reslicer: Reslicer
  private let interpolation: Interpolation
  private let slab: Slab?
  private let context: WorkContext

  /// Loads the volume of `--overlay`, or gives nil without one.
  ///
  /// A slab is that of the pictures; labels are never mixed and take the plane itself.
  init?(
    _ options: ColorOptions, over base: Volume, _ basePlan: VolumePlan, slab: Slab? = nil,
    _ input: InputOptions, _ common: CommonOptions, _ stopwatch: Stopwatch
  ) throws {
    guard let path = options.overlay else { return nil }
    let second = options.input(path, like: input)
    let table = try options.overlayLabels.map(Self.table)
    let (loaded, plan, _) = try second.loadOne(common, stopwatch)
    volume = loaded
    findings = try Self.findings(plan, over: basePlan, second.loader())
    for finding in findings { common.note("warning: overlay: \(finding.message)") }
    try Self.check(volume.attributes, base.attributes, options, common)
    let context = common.context()
    self.context = context
    reslicer = Reslicer(volume)
    interpolation = options.isLabels ? .nearest : .linear
    self.slab = options.isLabels ? nil : slab
    // Foci stand out, and what takes up little leaves the anatomy to be seen.
    let isPET = volume.attributes.modality == "PT" && !options.isLabels
    let opacity = options.overlayOpacity?.value ?? (isPET ? 0.7 : 0.5)
    if options.isLabels {
      if let value = try volume.firstValueBetweenLabels(context: context) {
        throw RefusedError(
          .badInput,
          "\(path): \(value) is no label: labels are whole numbers, and mixing them makes others; "
            + "resample them with --interpolation nearest, or choose a color map")
      }
      overlay = Overlay(.labels(table ?? .usual), opacity: opacity)
    } else {
      let function = volume.attributes.windows.first?.function
      let window = try WindowChoice(
        text: options.overlayWindow, option: "--overlay-window", function: function
      ).resolve(for: volume, function: function, context: context)
      var colored = Overlay(.map(try options.overlayColors(), window), opacity: opacity)
      if isPET { colored.rise = 0.5 }
      overlay = colored
    }
  }

  /// The second volume's values in the pictures' planes.
  func images(in planes: [PlaneGeometry]) throws -> [PlaneImage] {
    try planes.map {
      try reslicer.plane($0, slab: slab, interpolation: interpolation, context: context)
    }
  }

  /// What is known of the two volumes, and that no picture meets the second one, which the user is
  /// told.
  func findings(over planes: [PlaneGeometry], _ common: CommonOptions) -> [Finding] {
    let met = planes.count { volume.geometry.meets($0, slab: slab) }
    guard met == 0, !planes.isEmpty else {
      common.detail("overlay: \(met) of \(planes.count) pictures meet it")
      return findings
    }
    let finding = Finding.nothingThere("the second volume lies beside every picture")
    common.note("warning: overlay: \(finding.message)")
    return findings + [finding]
  }

  /// Two volumes of two patients, as far as both say whose they are.
  private static func findings(
    _ second: VolumePlan, over base: VolumePlan, _ loader: VolumeLoader
  ) throws -> [Finding] {
    guard second.volumeFile == nil, base.volumeFile == nil else { return [] }
    let patients = try [base, second].map { plan in
      try loader.attributes(ofFile: plan.middlePath).string(.patientID)
    }
    guard let one = patients[0], let other = patients[1], one != other else { return [] }
    return [
      Finding(.otherPatient, .warning, "the two volumes state different patients (Patient ID)")
    ]
  }

  /// What a picture says of the overlay.
  var lines: [String] {
    let percent = "\(Int((overlay.opacity * 100).rounded())) %"
    switch overlay.colors {
    case .labels: return ["+ labels \(percent)"]
    case .map(let map, let window):
      let words = ["+", volume.attributes.modality, map.name, percent]
      return [
        words.compactMap(\.self).joined(separator: " "),
        FootingText.window(window, volume.attributes),
      ]
    }
  }

  /// Coordinates can be compared within one frame of reference only.
  private static func check(
    _ second: VolumeAttributes, _ base: VolumeAttributes, _ options: ColorOptions,
    _ common: CommonOptions
  ) throws {
    if options.assumeAligned { return }
    guard second.hasPatientFrame, base.hasPatientFrame else {
      throw RefusedError(
        .badInput,
        "--overlay: one of the volumes has no patient coordinates, so that nobody knows "
          + "where it lies; --assume-aligned takes the made-up ones")
    }
    switch (base.frameOfReferenceUID, second.frameOfReferenceUID) {
    case (let one?, let other?) where one != other:
      throw RefusedError(
        .badInput,
        "--overlay: the volumes have different frames of reference, so that equal "
          + "coordinates need not be equal places; --assume-aligned if they are registered")
    case (nil, _), (_, nil):
      common.note("overlay: a frame of reference is not stated; coordinates are taken as equal")
    default: break
    }
  }

  private static func table(_ path: String) throws -> LabelTable {
    let text: String
    do {
      text = try String(contentsOf: URL(filePath: path), encoding: .utf8)
    } catch {
      throw RefusedError(.noInput, "\(path): cannot be read: no such file, or not text")
    }
    do {
      return try LabelTable(parsing: text)
    } catch {
      throw RefusedError(.badInput, "\(path): \(error)")
    }
  }
}
