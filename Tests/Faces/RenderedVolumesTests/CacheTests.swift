import Dispatch
import Foundation
import Locks
import Phantoms
import SagittaEngine
import TestSupport
import Testing

@testable import RenderedVolumes

/// Volumes are shared, bounded and given up.
@Suite struct CacheTests {
  private func volume(_ value: Float = 1) throws -> KeptVolume {
    let answers = try Answers()
    let report = try VolumeLoader().scan([answers.path])
    return KeptVolume(
      try VolumeLoader().load(report.volumes[0]), plan: report.volumes[0], phase: 0,
      loader: VolumeLoader())
  }

  @Test func `many requests for one volume load it once`() throws {
    let cache = VolumeCache(bytes: 1 << 30)
    let made = try volume()
    let loads = Locked(0)
    DispatchQueue.concurrentPerform(iterations: 16) { _ in
      let found = try? cache.use("a", bytes: 100, context: WorkContext(workers: 1)) { _ in
        loads.withLock { $0 += 1 }
        Thread.sleep(forTimeInterval: 0.05)
        return made
      } body: {
        $0 === made
      }
      #expect(found == true)
    }
    #expect(loads.withLock { $0 } == 1)
    #expect(cache.count == 1)
  }

  @Test func `who is cancelled stops waiting, and the others get the volume`() throws {
    let cache = VolumeCache(bytes: 1 << 30)
    let made = try volume()
    let goesOn = DispatchSemaphore(value: 0)
    let cancellation = Cancellation()
    let waiting = Locked(0)
    let results = Locked<[String]>([])
    let ends = DispatchSemaphore(value: 0)
    // Who looks at its flag waits already.
    let watched = Cancellation(whenAsked: { waiting.withLock { $0 += 1 } })
    for (name, flag) in [("first", cancellation), ("second", watched)] {
      Thread {
        let context = WorkContext(cancellation: flag)
        do {
          try cache.use("a", bytes: 100, context: context) { context in
            goesOn.wait()
            try context.check()
            return made
          } body: { _ in
            results.withLock { $0.append(name) }
          }
        } catch {
          results.withLock { $0.append("\(name) \(error)") }
          goesOn.signal()
        }
        ends.signal()
      }.start()
      // The first begins the load, the second joins it.
      while cache.takenBytes == 0 { Thread.sleep(forTimeInterval: 0.001) }
    }
    while waiting.withLock({ $0 }) == 0 { Thread.sleep(forTimeInterval: 0.001) }
    cancellation.request()
    for _ in 0..<2 { ends.wait() }
    #expect(results.withLock { $0 } == ["first cancelled", "second"])
  }

  @Test func `when nobody waits any more, the load ends`() throws {
    let cache = VolumeCache(bytes: 1 << 30)
    let cancellation = Cancellation()
    let ended = DispatchSemaphore(value: 0)
    Thread {
      while cache.takenBytes == 0 { Thread.sleep(forTimeInterval: 0.001) }
      cancellation.request()
    }.start()
    #expect(throws: WorkCancelled.self) {
      try cache.use("a", bytes: 100, context: WorkContext(cancellation: cancellation)) { context in
        while !context.isCancelled { Thread.sleep(forTimeInterval: 0.001) }
        ended.signal()
        throw WorkCancelled()
      } body: { _ in
      }
    }
    ended.wait()
    while cache.takenBytes > 0 { Thread.sleep(forTimeInterval: 0.001) }
    #expect(cache.count == 0)
  }

  @Test func `the oldest volume that nobody uses goes first`() throws {
    let made = try volume()
    let cache = VolumeCache(bytes: 3 * made.bytes)
    let loads = Locked<[String]>([])
    func use(_ key: String, within: () throws -> Void = {}) throws {
      try cache.use(key, bytes: made.bytes, context: WorkContext()) { _ in
        loads.withLock { $0.append(key) }
        return made
      } body: { _ in
        try within()
      }
    }
    for key in ["a", "b", "c", "a", "d"] { try use(key) }
    #expect(cache.count == 3)
    for key in ["a", "c", "d"] { try use(key) }
    #expect(loads.withLock { $0 } == ["a", "b", "c", "d"])
    try use("a") { try use("c") { try use("d") { try use("a") } } }
    #expect(throws: RenderedVolumesError.busy(seconds: 2)) {
      try use("a") { try use("c") { try use("d") { try use("e") } } }
    }
    #expect(cache.takenBytes <= 3 * made.bytes)
    try use("e")
  }

  @Test func `a volume larger than all of the cache is refused before it is read`() throws {
    var limits = RenderedLimits()
    limits.cacheBytes = 1000
    let answers = try Answers(limits: limits)
    #expect(answers.status("renderedmpr") == 413)
    #expect(answers.volumes.cachedBytes == 0)
  }

  @Test func `large volumes are kept as the integers that they are, and show the same`() throws {
    var limits = RenderedLimits()
    // There is no room for floats.
    limits.cacheBytes = 48 << 20
    let answers = try Answers(
      PhantomSeries(
        .head, dimensions: GridDimensions(columns: 512, rows: 512, slices: 64),
        spacing: SIMD3(0.5, 0.5, 3)), limits: limits)
    let volume = try VolumeLoader().loadAll([answers.path]).volumes[0]
    #expect(volume.memoryBytes > limits.cacheBytes)
    let place = volume.geometry.patientPoint(of: VoxelPoint(255.5, 255.5, 20))
    let shown = try answers.values(
      "renderedmpr",
      "orientation=f&center=\(place.x),\(place.y),\(place.z)&pixel=0.5&viewport=512,512")
    let slice = volume.dimensions.voxelsPerSlice
    #expect(shown.count == slice)
    #expect(
      shown.indices.allSatisfy {
        abs(shown[$0] - volume.voxels.value(at: 20 * slice + $0)) < 0.01
      })
  }

  @Test func `volumes are kept, and read again when an instance changes`() throws {
    let answers = try Answers()
    let before = try answers.bytes("renderedmpr")
    _ = try answers.bytes("rendered3d")
    #expect(answers.volumes.cachedVolumes == 1)
    answers.archive.instances.removeLast(6)
    #expect(try answers.bytes("renderedmpr") != before)
    #expect(answers.volumes.cachedVolumes == 2)
  }

  @Test func `a newer request of a view ends the older one`() throws {
    let views = ViewRequests()
    let begun = DispatchSemaphore(value: 0)
    let outcome = Locked("")
    let ended = DispatchSemaphore(value: 0)
    Thread {
      do {
        try views.newest("view", context: WorkContext()) { context in
          begun.signal()
          while !context.isCancelled { Thread.sleep(forTimeInterval: 0.001) }
          try context.check()
        }
      } catch {
        outcome.withLock { $0 = "\(RenderedVolumesError.status(of: error))" }
      }
      ended.signal()
    }.start()
    begun.wait()
    #expect(try views.newest("other", context: WorkContext()) { !$0.isCancelled })
    #expect(try views.newest("view", context: WorkContext()) { !$0.isCancelled })
    ended.wait()
    #expect(outcome.withLock { $0 } == "409")
  }

  @Test func `a cancelled request makes no picture`() throws {
    let answers = try Answers()
    let cancellation = Cancellation()
    cancellation.request()
    for form in ["renderedmpr", "rendered3d"] {
      #expect(throws: WorkCancelled.self) {
        try answers.answer(form, context: WorkContext(cancellation: cancellation))
      }
    }
  }

  @Test func `concurrent requests get what single ones get`() throws {
    let answers = try Answers()
    let queries = ["orientation=a", "orientation=l", "mprslab=9", "interpolation=cubic"]
    let expected = try queries.map { try answers.bytes("renderedmpr", $0) }
    DispatchQueue.concurrentPerform(iterations: 40) { number in
      let found = try? answers.bytes("renderedmpr", queries[number % 4])
      #expect(found == expected[number % 4])
    }
  }
}
