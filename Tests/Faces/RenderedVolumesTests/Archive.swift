import DICOMCoding
import DICOMModel
import Files
import Foundation
import Locks
import Phantoms
import SagittaEngine
import TestSupport
import WebServices

@testable import RenderedVolumes

/// A small archive on disk: series of one study by their UIDs.
final class Archive: InstanceSource {
  let folder: TemporaryFolder
  private let known = Locked<[InstanceFile]>([])

  static let study = "1.2.3"

  init() throws { folder = try TemporaryFolder() }

  /// Adds a series of a phantom, each image after a change.
  ///
  /// - Returns: The series' UID.
  @discardableResult
  func add(
    _ series: PhantomSeries, as name: String = "series",
    change: (inout DataSet, Int) -> Void = { _, _ in }
  ) throws -> String {
    var uid = ""
    for (number, file) in try series.encodedFiles().enumerated() {
      var set = try Part10Reader().readWhole(file.bytes).dataSet
      change(&set, number)
      uid = set.uid(Tag(0x0020, 0x000E)) ?? ""
      let path = try folder.write(
        try Part10Writer().file(set, transferSyntax: .explicitVRLittleEndian),
        as: "\(name)/\(file.name)")
      let instance = InstanceFile(
        sopClass: set.uid(Tag(0x0008, 0x0016)) ?? "",
        sopInstance: set.uid(Tag(0x0008, 0x0018)) ?? "",
        series: uid, bytes: .file(path), version: "1")
      known.withLock { $0.append(instance) }
    }
    return uid
  }

  /// All instances.
  var instances: [InstanceFile] {
    get { known.withLock { $0 } }
    set { known.withLock { $0 = newValue } }
  }

  func files(of target: ResourcePath) throws -> [InstanceFile] {
    guard target.study == Self.study else { return [] }
    return known.withLock { files in
      files.filter {
        (target.series ?? $0.series) == $0.series
          && (target.instance ?? $0.sopInstance) == $0.sopInstance
      }
    }
  }
}

/// Answers about a head of 24 × 20 × 12 voxels.
struct Answers {
  let archive: Archive
  let volumes: RenderedVolumes
  let series: String

  init(
    _ series: PhantomSeries = Self.head, limits: RenderedLimits = RenderedLimits(),
    change: (inout DataSet, Int) -> Void = { _, _ in }
  ) throws {
    archive = try Archive()
    self.series = try archive.add(series, change: change)
    volumes = RenderedVolumes(of: archive, limits: limits)
  }

  /// Answers for which any volume is large enough to be shown of less than all of it, unless other limits
  /// are set.
  init(
    glancingAt series: PhantomSeries, limits change: (inout RenderedLimits) -> Void
  ) throws {
    var limits = RenderedLimits()
    change(&limits)
    try self.init(series, limits: limits)
  }

  static var head: PhantomSeries {
    var series = PhantomSeries(
      .head, dimensions: GridDimensions(columns: 24, rows: 20, slices: 12),
      spacing: SIMD3(4, 4.5, 6))
    series.center = PatientPoint(3, -7, 41)
    return series
  }

  /// The folder of the series, for the program.
  var path: String { archive.folder.path("series") }

  /// Asks for the series, or what else a path names.
  func answer(
    _ form: String, _ query: String = "", accept: String? = "*/*", path: String? = nil,
    context: WorkContext = WorkContext()
  ) throws -> WebAnswer {
    let path = path ?? "/studies/\(Archive.study)/series/\(series)"
    return try volumes.answer(
      target: try ResourcePath("\(path)/\(form)"),
      query: try QueryItems(query: query).items.map { ($0.name, $0.value) },
      accept: AcceptList(header: accept), context: context)
  }

  /// The bytes of an answer.
  func bytes(_ form: String, _ query: String = "", accept: String? = "*/*") throws -> [UInt8] {
    try answer(form, query, accept: accept).bytes
  }

  /// The status of a request that fails; 200 for one that does not.
  func status(
    _ form: String, _ query: String = "", accept: String? = "*/*", path: String? = nil
  ) -> Int {
    do {
      return try answer(form, query, accept: accept, path: path).status
    } catch {
      return RenderedVolumesError.status(of: error)
    }
  }

  /// The values of a picture, without the head of their file.
  func values(_ form: String, _ query: String, path: String? = nil) throws -> [Float] {
    let bytes = try answer(form, query, accept: "application/x-npy", path: path).bytes
    let start = 10 + Int(bytes[8]) + 256 * Int(bytes[9])
    return stride(from: start, to: bytes.count, by: 4).map { place in
      Float(
        bitPattern: (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[place + $1]) << (8 * $1) })
    }
  }
}

extension WebAnswer {
  /// The body, which these answers have all at once.
  var bytes: [UInt8] {
    if case .bytes(let bytes) = body { return bytes }
    return []
  }

  /// The JSON of the body.
  func json() throws -> Any { try JSONSerialization.jsonObject(with: Data(bytes)) }
}
