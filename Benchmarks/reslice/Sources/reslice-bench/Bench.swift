import Foundation
import Geometry
import Reslicing
import Sampling
import VolumeModel
import WorkScheduling

/// The workloads; the axes are those of Rz(20°) Ry(30°) Rx(25°).
struct Bench {
  let volume: Volume
  let scheduler: WorkScheduler
  let u: PatientVector
  let v: PatientVector
  let n: PatientVector

  init(_ volume: Volume, threads: Int) throws {
    self.volume = volume
    scheduler = WorkScheduler(workers: threads)
    func turned(_ p: PatientVector) -> PatientVector {
      p.rotated(about: PatientVector(1, 0, 0), degrees: 25)
        .rotated(about: PatientVector(0, 1, 0), degrees: 30)
        .rotated(about: PatientVector(0, 0, 1), degrees: 20)
    }
    u = turned(PatientVector(1, 0, 0))
    v = turned(PatientVector(0, 1, 0))
    n = turned(PatientVector(0, 0, 1))
  }

  func plane(_ size: Int, _ pixel: Double, at distance: Double = 0) -> PlaneGeometry {
    required(
      PlaneGeometry(
        width: size, height: size, right: u, down: v,
        center: PatientPoint(0, 0, 0) + n * distance, pixelWidth: pixel))
  }

  func timed(_ repeats: Int, _ body: () throws -> Void) rethrows -> [Double] {
    try (0..<repeats).map { _ in
      let (start, cpu) = (ContinuousClock.now, cpuSeconds())
      try body()
      let t = start.duration(to: .now).components
      let wall = Double(t.seconds) + Double(t.attoseconds) * 1e-18
      return ProcessInfo.processInfo.environment["CPU_TIME"] == nil ? wall : cpuSeconds() - cpu
    }
  }

  func run(_ task: String, repeats: Int) throws -> [Double] {
    let parts = task.split(separator: ":").map(String.init)
    let interpolation = parts.count > 1 ? Interpolation(rawValue: parts[1]) ?? .linear : .linear
    let reslicer = Reslicer(volume, scheduler: scheduler)
    switch parts[0] {
    case "oblique":
      return try timed(repeats) {
        _ = try reslicer.plane(
          plane(1024, parts.count > 2 ? required(Double(parts[2])) : 0.35),
          interpolation: interpolation)
      }
    case "planes":
      let stack = try PlaneStack(around: plane(512, 0.7), count: 200, spacing: 1)
      return try written(stack, interpolation, repeats)
    case "coronal", "sagittal", "axial":
      let orientation = required(OrthogonalOrientation(rawValue: parts[0]))
      let layout = PictureLayout(pixel: parts.count > 2 ? required(Double(parts[2])) : nil)
      let stack = try OrthogonalPlan(volume.geometry, orientation, layout: layout).stack
      return try written(stack, interpolation, repeats)
    case "columns":
      // Planes that hold the voxels themselves: pixels 0.7 × 0.625 mm.
      let coronal = parts[1] == "coronal"
      let center = required(
        PlaneGeometry(
          width: 512, height: 600,
          right: coronal ? PatientVector(1, 0, 0) : PatientVector(0, 1, 0),
          down: PatientVector(0, 0, -1), center: PatientPoint(0, 0, 0), pixelWidth: 0.7,
          pixelHeight: 0.625))
      return try written(
        PlaneStack(around: center, count: 512, spacing: 0.7), .linear, repeats)
    case "memcpy":
      let target = try VoxelStorage(count: volume.dimensions.voxelCount)
      return timed(repeats) {
        target.withMutableBand(0..<target.count) { to in
          volume.voxels.withVoxels { from in
            let bands = scheduler.workers * 4
            let base = Memory(required(to.baseAddress))
            let source = Memory(UnsafeMutablePointer(mutating: required(from.baseAddress)))
            let length = target.count / bands
            try? scheduler.forEach(bands) { n in
              (base.base + n * length).update(from: source.base + n * length, count: length)
            }
          }
        }
      }
    case "slab":
      let slab = try Slab(
        thickness: 20, blend: required(SampleBlend(rawValue: parts[2])), step: 0.5)
      return try timed(repeats) {
        _ = try reslicer.plane(plane(512, 0.7), slab: slab, interpolation: interpolation)
      }
    case "isotropic":
      let grid = try volume.geometry.resampled(spacing: SIMD3(1, 1, 1))
      return try timed(repeats) {
        _ = try reslicer.resampled(to: grid, interpolation: interpolation)
      }
    default:
      print("unknown task \(task)")
      exit(64)
    }
  }
}

extension Bench {
  /// A stack written into memory that was touched before; prefilters count.
  func written(
    _ stack: PlaneStack, _ interpolation: Interpolation, _ repeats: Int
  ) throws -> [Double] {
    let storage = try VoxelStorage(count: stack.pixelCount)
    return try storage.withMutableBand(0..<storage.count) { memory in
      memory.update(repeating: 0)
      return try timed(repeats) {
        var target = MutableSpan(_unsafeElements: memory)
        try Reslicer(volume, scheduler: scheduler).write(
          stack, interpolation: interpolation, into: &target)
      }
    }
  }
}

extension Bench {
  func writeValues(_ interpolation: String, to path: String) throws {
    let image = try Reslicer(volume, scheduler: scheduler).plane(
      plane(512, 0.7), interpolation: required(Interpolation(rawValue: interpolation)))
    try image.values.withUnsafeBytes { try Data($0).write(to: URL(fileURLWithPath: path)) }
  }
}

struct Memory: @unchecked Sendable {
  let base: UnsafeMutablePointer<Float>
  init(_ base: UnsafeMutablePointer<Float>) { self.base = base }
}

/// The value of a task that is spelt right.
func required<Value>(_ value: Value?) -> Value {
  guard let value else { preconditionFailure("the task's words make no sense") }
  return value
}

/// Processor seconds of this process.
func cpuSeconds() -> Double {
  var t = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t)
  return Double(t.tv_sec) + Double(t.tv_nsec) * 1e-9
}
