import DICOMCoding
import DICOMModel
import DICOMNetwork
import Files
import Locks
import RenderedVolumes
import TestSupport
import Testing
import WebServices
import WorkScheduling

@testable import Server

/// An archive of series of a few instances each, which counts what it is asked for.
private final class CountingUpstream: Upstream {
  let retrievals = Locked<[String]>([])
  let sent = Locked(0)
  private let count: Int
  /// What instances have beside their numbers.
  private let change: @Sendable (inout DataSet) -> Void

  init(count: Int = 4, change: @escaping @Sendable (inout DataSet) -> Void = { _ in }) {
    self.count = count
    self.change = change
  }

  func check() async throws {}

  func close() async {}

  private func dataSets(_ series: String) -> [DataSet] {
    (1...count).map { number in
      var set = ServedArchive.dataSet(number: number)
      set.set(.seriesInstanceUID, string: series)
      set.set(.sopInstanceUID, string: "\(series).\(number)")
      change(&set)
      return set
    }
  }

  func search(
    _ level: ResourcePath.Level, in resource: ResourcePath, _ parameters: QueryParameters
  ) async throws -> [DataSet] {
    level == .series
      ? ["1.2.3.1", "1.2.3.2"].map { uid in
        var set = DataSet()
        set.set(.seriesInstanceUID, string: uid)
        set.set(Tag(0x0020, 0x1209), integer: count)
        return set
      } : dataSets(resource.series ?? "1.2.3.1")
  }

  func retrieve(_ target: ResourcePath, into provider: some ServiceProvider) async throws {
    let series = target.series ?? ""
    retrievals.withLock { $0.append(series) }
    try send(dataSets(series), to: provider)
  }

  func retrieve(_ group: InstanceGroup, into provider: some ServiceProvider) async throws {
    let wanted = group.instances.map(\.uid)
    retrievals.withLock { $0.append("\(wanted.count)") }
    try send(
      dataSets("1.2.3.1").filter { wanted.contains($0.uid(.sopInstanceUID) ?? "") }, to: provider)
  }

  private func send(_ dataSets: [DataSet], to provider: some ServiceProvider) throws {
    for set in dataSets {
      let incoming = IncomingInstance(
        sopClass: "1.2.840.10008.5.1.4.1.1.2", sopInstance: set.uid(.sopInstanceUID) ?? "",
        transferSyntax: TransferSyntax.explicitVRLittleEndian.uid, peer: "COUNTING")
      let receiver = try provider.receive(incoming)
      let bytes = try Part10Writer().dataSet(set, transferSyntax: .explicitVRLittleEndian)
      // SAFETY: the bytes are there for the time of the call.
      try unsafe bytes.withUnsafeBytes { try unsafe receiver.take($0) }
      sent.withLock { $0 += 1 }
      _ = try receiver.finish()
    }
  }
}

@Suite struct `Series that are held for an archive` {
  private static func path(_ series: String) -> ResourcePath {
    ResourcePath(study: "1.2.3", series: series)
  }

  /// Two series of some slices of 200 x 200 words.
  private func archive(count: Int = 4) -> CountingUpstream {
    CountingUpstream(count: count) { set in
      set.set(.rows, integer: 200)
      set.set(.columns, integer: 200)
      set.set(.pixelData, vr: .ow, bytes: [UInt8](repeating: 7, count: 80_000))
    }
  }

  @Test func `give their pixels up for others, and get them again`() async throws {
    let archive = archive()
    let volumes = UpstreamVolumes(archive, limit: 600_000)
    let first = try await apart {
      let first = try volumes.files(of: Self.path("1.2.3.1"), context: WorkContext())
      try volumes.withBytes(of: first, context: WorkContext()) {}
      return first
    }
    #expect(first.count == 4)
    #expect(archive.retrievals.withLock { $0 } == ["1.2.3.1"])
    try await apart {
      let second = try volumes.files(of: Self.path("1.2.3.2"), context: WorkContext())
      try volumes.withBytes(of: second, context: WorkContext()) {}
    }
    #expect(archive.retrievals.withLock { $0 } == ["1.2.3.1", "1.2.3.2"])
    // Attributes stay, pixels come again.
    let file = try #require(first.first)
    #expect(try file.bytes.open().bytes(at: 128, count: 4) == Array("DICM".utf8))
    let pixels = try await apart {
      try volumes.withBytes(of: first, context: WorkContext()) {
        let reader = try file.bytes.open()
        return try reader.bytes(at: reader.count - 80_000, count: 80_000)
      }
    }
    #expect(pixels == [UInt8](repeating: 7, count: 80_000))
    #expect(archive.retrievals.withLock { $0 } == ["1.2.3.1", "1.2.3.2", "1.2.3.1"])
  }

  @Test func `in use leave no room for others`() async throws {
    let volumes = UpstreamVolumes(archive(), limit: 600_000)
    await #expect(throws: RenderedVolumesError.busy(seconds: 2)) {
      try await apart {
        let first = try volumes.files(of: Self.path("1.2.3.1"), context: WorkContext())
        try volumes.withBytes(of: first, context: WorkContext()) {
          _ = try volumes.files(of: Self.path("1.2.3.2"), context: WorkContext())
        }
      }
    }
  }

  @Test func `that can never have room are known by their first instances`() async throws {
    let archive = archive(count: 20)
    let volumes = UpstreamVolumes(archive, limit: 600_000)
    await #expect(throws: RenderedVolumesError.self) {
      try await apart {
        _ = try volumes.state(of: Self.path("1.2.3.1"), context: WorkContext())
        _ = try volumes.files(of: Self.path("1.2.3.1"), context: WorkContext())
      }
    }
    #expect(archive.sent.withLock { $0 } == 1)
  }

  private static func sample(
    _ archive: CountingUpstream, least: Int = 1
  ) async throws -> InstanceSample? {
    try await apart {
      try UpstreamVolumes(archive, limit: 1 << 30).sample(
        of: path("1.2.3.1"), atMost: 4, worth: least, context: WorkContext())
    }
  }

  @Test func `come first in part where they look like slices of one volume`() async throws {
    let archive = CountingUpstream(count: 15)
    let sample = try #require(try await Self.sample(archive))
    #expect(sample.total == 15)
    // Half of what is left over lies at either end.
    #expect(
      sample.files.map(\.sopInstance).sorted() == [2, 6, 10, 14].map { "1.2.3.1.\($0)" }.sorted())
    #expect(archive.retrievals.withLock { $0 } == ["4"])
    #expect(try await Self.sample(archive, least: 1 << 20) == nil)
    let doubtful: [@Sendable (inout DataSet) -> Void] = [
      { if $0.integer(.instanceNumber) == 9 { $0.set(.instanceNumber, integer: 8) } },
      { if $0.integer(.instanceNumber) == 9 { $0.set(.rows, integer: 7) } },
      { if $0.integer(.instanceNumber) == 9 { $0.set(.numberOfFrames, integer: 2) } },
      { if $0.integer(.instanceNumber) == 9 { $0.set(.sopClassUID, string: "1.2") } },
      { $0.remove(.instanceNumber) },
    ]
    for change in doubtful {
      #expect(try await Self.sample(CountingUpstream(count: 15, change: change)) == nil)
    }
    #expect(try await Self.sample(CountingUpstream(count: 4)) == nil)
  }
}
