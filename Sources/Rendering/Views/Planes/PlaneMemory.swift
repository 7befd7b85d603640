import DerivedObjects
import Presentation
import Reslicing
import VolumeModel
import WorkScheduling

/// The memory that the planes of a request take, before any is made.
struct PlaneMemory: Sendable {
  /// The volumes, what samples them, and a sheet or an image along a curve.
  let fixed: Int
  /// One plane on its way to an image or file.
  let perPlane: Int

  /// Planes together take no more than this where there is no narrower limit: beyond it, more of
  /// them are no faster.
  private static var enough: Int { 1 << 30 }

  /// The same where planes become calibrated DICOM objects.
  func makingObjects(of pixels: Int) -> PlaneMemory {
    PlaneMemory(fixed: fixed, perPlane: perPlane + pixels * CalibratedSeries.objectBytesPerPixel)
  }

  /// How many planes are made side by side, at least one.
  func together(_ limits: WorkLimits) -> Int {
    let room = min(Self.enough, max(0, limits.availableBytes - fixed))
    return max(1, min(PlaneImages.batch, room / max(1, perPlane)))
  }
}

extension PlaneImages {
  /// The memory that the request's planes take, all of which are looked at.
  var memoryOfPlanes: PlaneMemory {
    let pixels = plan.shown.map { plan.pixels(of: $0) }.max() ?? 0
    let single = plan.curve.map { $0.width * $0.height } ?? 0
    let sheet = plan.sheets.map { $0.width * $0.height }.max() ?? 0
    return PlaneMemory(
      fixed: preparedBytes + single * bytesPerPixel + sheet * (imageBytes + encodedBytes),
      perPlane: pixels * bytesPerPixel)
  }

  /// The volumes, and what is kept to sample them.
  private var preparedBytes: Int {
    let planes = plan.shown.map { $0.plane(in: volume.geometry) }
    let own = source.reslicer.memoryNeeded(
      planes, slab: source.slab, interpolation: source.interpolation,
      antialiasing: source.antialiasing)
    return volume.memoryBytes + own + (layer?.memoryNeeded(planes) ?? 0)
  }

  /// What a plane takes: its values, in a stack once more as they are sampled, or later those of a
  /// second volume, and its image with and without marks and as a file.
  private var bytesPerPixel: Int {
    let value = MemoryLayout<Float>.stride
    let sampled = plan.shown.count > 1 ? 2 * value : value
    guard style != nil else { return sampled + (source.marks == nil ? 0 : 2 * value) }
    let marks = source.marks == nil ? 0 : 2
    // Colours are mixed as floats.
    let second = layer == nil ? 0 : value + Self.mixingBytes
    return max(sampled, value + second + marks + 2 * imageBytes + encodedBytes)
  }

  private static var mixingBytes: Int { 14 }

  /// A pixel of an image.
  private var imageBytes: Int {
    guard let style else { return 0 }
    let isColored =
      style.map != nil || style.overlay != nil || style.needsColor || request.marks.crosshair != nil
    return isColored ? 3 : style.depth == .eight ? 1 : 2
  }

  /// The same in a file, which is rarely larger.
  private var encodedBytes: Int { imageBytes }
}

extension OverlayLayer {
  /// What the second volume takes, with what is kept to sample it in planes.
  fileprivate func memoryNeeded(_ planes: [PlaneGeometry]) -> Int {
    volume.memoryBytes + samplingBytes(planes)
  }
}
