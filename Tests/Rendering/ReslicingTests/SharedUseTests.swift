import Dispatch
import Geometry
import Reslicing
import Sampling
import Locks
import Synchronization
import TestSupport
import Testing
import VolumeModel
import WorkScheduling

/// One volume under many hands: `Tests/Support/threads.sh` runs these under the thread sanitizer.
@Suite struct `A reslicer that many threads use` {
  private struct Job: Sendable {
    let plane: PlaneGeometry
    let interpolation: Interpolation
    let antialiasing: Antialiasing
    let slab: Slab?

    func image(_ reslicer: Reslicer, _ context: WorkContext) throws -> [UInt32] {
      try reslicer.plane(
        plane, slab: slab, interpolation: interpolation, antialiasing: antialiasing,
        context: context
      ).values.map(\.bitPattern)
    }
  }

  private static func jobs(_ volume: Volume) throws -> [Job] {
    var noise = SeededRandom(21)
    let plane = try #require(PlaneGeometry.random(around: volume.geometry, &noise))
    let thick = try Slab(thickness: 3, blend: .mean)
    return Interpolation.allCases.flatMap { kernel in
      [
        Job(plane: plane, interpolation: kernel, antialiasing: .none, slab: nil),
        Job(plane: plane, interpolation: kernel, antialiasing: .none, slab: thick),
        Job(plane: plane, interpolation: kernel, antialiasing: .widenedKernel, slab: nil),
      ]
    }
  }

  /// Requests a cancellation after so many finished items, if it has a number.
  private static func context(stoppingAfter items: Int?) -> WorkContext {
    let cancellation = Cancellation()
    let left = Atomic<Int>(items ?? .max)
    return WorkContext(workers: 2, cancellation: cancellation) { _ in
      if left.subtract(1, ordering: .relaxed).newValue <= 0 { cancellation.request() }
    }
  }

  @Test(arguments: [4 << 30, 1]) func `gives each the same bits, whoever else is cancelled`(
    keptBytes: Int
  ) throws {
    let volume = try Volume.noise(Grids.oblique, seed: 5, invalid: 0.01)
    let jobs = try Self.jobs(volume)
    let alone = try jobs.map { try $0.image(Reslicer(volume), WorkContext(workers: 1)) }
    let reslicer = Reslicer(volume)
    let counts = Locked((finished: 0, cancelled: 0, wrong: 0))
    DispatchQueue.concurrentPerform(iterations: 8) { thread in
      var noise = SeededRandom(UInt64(thread))
      for _ in 0..<24 {
        let number = Int(noise.number(in: 0...Double(jobs.count) - 0.001))
        let stop = noise.unit() < 0.5 ? Int(noise.number(in: 1...8)) : nil
        var context = Self.context(stoppingAfter: stop)
        context.limits.keptBytes = keptBytes
        do {
          let isSame = try jobs[number].image(reslicer, context) == alone[number]
          counts.withLock { $0.finished += 1 }
          if !isSame { counts.withLock { $0.wrong += 1 } }
        } catch is WorkCancelled {
          counts.withLock { $0.cancelled += 1 }
          if stop == nil { counts.withLock { $0.wrong += 1 } }
        } catch {
          counts.withLock { $0.wrong += 1 }
        }
      }
    }
    let found = counts.withLock { $0 }
    #expect(found.wrong == 0)
    #expect(found.finished + found.cancelled == 8 * 24)
    #expect(found.finished > 0 && found.cancelled > 0, "\(found)")
  }

  @Test func `refuses more than the call allows, and no more than that`() throws {
    let volume = try Volume.noise(Grids.oblique, seed: 5)
    let plane = try OrthogonalPlan(volume.geometry, orientation: .axial).plane(0)
    let pixels = plane.width * plane.height
    var context = WorkContext()
    context.limits.imagePixels = pixels - 1
    #expect(throws: ReslicingError.tooManyPixels(Double(pixels), limit: pixels - 1)) {
      try Reslicer(volume).plane(plane, context: context)
    }
    context.limits.imagePixels = pixels
    #expect(throws: Never.self) { try Reslicer(volume).plane(plane, context: context) }
    context.limits.slabSamples = 2
    #expect(throws: ReslicingError.self) {
      try Reslicer(volume).plane(
        plane, slab: Slab(thickness: 9, blend: .max, step: 1), context: context)
    }
  }
}
