import Foundation
import Sagitta

/// A second volume, sampled where the pictures of the first lie in the patient.
struct OverlaySource: Sendable {
  let volume: Volume
  let overlay: Overlay
  private let reslicer: Reslicer
  private let interpolation: Interpolation
  private let slab: Slab?

  /// Loads the volume of `--overlay`, or gives nil without one.
  ///
  /// A slab is that of the pictures; labels are never mixed and take the plane itself.
  init?(
    _ options: ColorOptions, over base: Volume, slab: Slab? = nil, _ input: InputOptions,
    _ common: CommonOptions, _ stopwatch: Stopwatch
  ) throws {
    guard let path = options.overlay else { return nil }
    // A copy: options that are made here and not parsed have no values to read.
    var second = input
    (second.inputs, second.volume) = ([path], options.overlayVolume)
    (second.phase, second.assumeSpacing) = (nil, nil)
    (second.kind.suv, second.kind.realWorld) = (nil, false)
    let table = try options.overlayLabels.map(Self.table)
    volume = try second.loadOne(common, stopwatch).volume
    try Self.check(volume.attributes, base.attributes, options, common)
    let scheduler = common.scheduler()
    reslicer = Reslicer(volume, scheduler: scheduler)
    interpolation = options.isLabels ? .nearest : .linear
    self.slab = options.isLabels ? nil : slab
    let opacity = options.overlayOpacity?.value ?? 0.5
    if options.isLabels {
      overlay = Overlay(.labels(table ?? .usual), opacity: opacity)
    } else {
      let function = volume.attributes.windows.first?.function ?? .linear
      let window = try WindowChoice(
        text: options.overlayWindow, option: "--overlay-window", function: function
      ).resolve(for: volume, function: function, scheduler: scheduler)
      overlay = Overlay(.map(try options.overlayColors(), window), opacity: opacity)
    }
  }

  /// The second volume's values in the pictures' planes.
  func images(in planes: [PlaneGeometry]) throws -> [PlaneImage] {
    try planes.map { try reslicer.plane($0, slab: slab, interpolation: interpolation) }
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
