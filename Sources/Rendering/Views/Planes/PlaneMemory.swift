import DerivedObjects
import Presentation
import Reslicing
import VolumeModel
import WorkScheduling

/// The memory that the planes of a request take, before any is made.
struct PlaneMemory: Sendable {
  /// The volumes, what samples them, and a sheet or an image along a curve.
  private(set) var fixed: Int
  /// One plane on its way to an image or file.
  let perPlane: Int
  /// Whole volumes that are made to sample from; 0 once it is known where they lie.
  private(set) var volumes = 0
  /// Whether those volumes lie on disk.
  private(set) var isOnDisk = false

  /// Planes together take no more than this where there is no narrower limit: beyond it, more of
  /// them are no faster.
  private static var enough: Int { 1 << 30 }

  /// The same where planes become calibrated DICOM objects.
  func makingObjects(of pixels: Int) -> PlaneMemory {
    var memory = PlaneMemory(
      fixed: fixed, perPlane: perPlane + pixels * CalibratedSeries.objectBytesPerPixel)
    memory.isOnDisk = isOnDisk
    return memory
  }

  /// The same where the volumes lie as the context has it.
  ///
  /// - Throws: `MemoryExceeded`, `ScratchError`.
  func placed(_ context: WorkContext) throws -> PlaneMemory {
    var memory = self
    memory.isOnDisk =
      try context.placing(volumes: volumes, beside: fixed + perPlane).limits.isOnDisk
    memory.fixed += memory.isOnDisk ? ScratchFolder.window(of: volumes) : volumes
    memory.volumes = 0
    return memory
  }

  /// The context of work on the planes.
  func context(_ context: WorkContext) -> WorkContext {
    isOnDisk ? context.onDisk : context
  }

  /// How many planes of one sweep are made together, at least one: of a volume on disk, which is read for
  /// each such part, as many as half of the room is enough for.
  func togetherInSweep(_ limits: WorkLimits, of volume: Volume) -> Int {
    guard volume.voxels.diskBytes > 0 else { return together(limits) }
    return max(together(limits), (limits.availableBytes - fixed) / 2 / max(1, perPlane))
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
    let prepared = preparedMemory
    return PlaneMemory(
      fixed: prepared.beside + single * bytesPerPixel + sheet * (imageBytes + encodedBytes),
      perPlane: pixels * bytesPerPixel, volumes: prepared.volumes)
  }

  /// The volumes, and what is kept to sample them.
  private var preparedMemory: SamplingMemory {
    let planes = plan.shown.map { $0.plane(in: volume.geometry) }
    var memory = source.reslicer.memoryNeeded(
      planes, slab: source.slab, interpolation: source.interpolation,
      antialiasing: source.antialiasing)
    memory.beside += volume.memoryBytes
    if let layer {
      let second = layer.samplingMemory(planes)
      memory.beside += layer.volume.memoryBytes + second.beside
      memory.volumes += second.volumes
    }
    return memory
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
