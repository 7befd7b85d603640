import DICOMModel
import Foundation
import TestSupport
import Testing

@testable import Archive

@Suite struct `Looking at folders` {
  private let folder: TemporaryFolder
  private let place: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    place = try TemporaryFolder()
  }

  private func archive() throws -> Archive {
    try Archive(
      folders: [folder.path], store: place.path("store"), index: place.path("index.sqlite"))
  }

  private func write(_ objects: [SmallObject]) throws {
    for object in objects { try folder.write(try object.bytes(), as: "\(object.instance).dcm") }
  }

  @Test func `notices files that are added, changed and removed, and reads no other`() throws {
    let archive = try archive()
    try write(SmallObject.series(4))
    #expect(try archive.scan() == ScanReport(files: 4, read: 4, removed: 0))
    #expect(try archive.scan() == ScanReport(files: 4, read: 0, removed: 0))
    var changed = SmallObject.series(2)[1]
    changed.description = "HEAD, LATER"
    try write([changed] + SmallObject.series(5).suffix(1))
    try FileManager.default.removeItem(atPath: folder.path("1.2.3.1.1.dcm"))
    #expect(try archive.scan() == ScanReport(files: 4, read: 2, removed: 1))
    let instances = try archive.instances(of: ArchiveTarget(study: "1.2.3"))
    #expect(instances.map(\.uid) == ["1.2.3.1.2", "1.2.3.1.3", "1.2.3.1.4", "1.2.3.1.5"])
    #expect(try archive.attributes(of: instances[0])?.string(.seriesDescription) == "HEAD, LATER")
  }

  @Test func `forgets studies and series of which nothing is left`() throws {
    let archive = try archive()
    try write(SmallObject.series(2) + SmallObject.series(1, study: "1.2.4"))
    try archive.scan()
    try FileManager.default.removeItem(atPath: folder.path("1.2.4.1.1.dcm"))
    try archive.scan()
    #expect(try archive.sizes == [1, 1, 2])
  }

  @Test func `keeps an instance of two files until both are gone`() throws {
    let archive = try archive()
    let bytes = try SmallObject().bytes()
    try folder.write(bytes, as: "a.dcm")
    try folder.write(bytes, as: "b.dcm")
    try archive.scan()
    #expect(try archive.counts().instances == 1)
    try FileManager.default.removeItem(atPath: folder.path("a.dcm"))
    try archive.scan()
    let instances = try archive.instances(of: ArchiveTarget(study: "1.2.3"))
    #expect(instances.map(\.path) == [folder.path("b.dcm")])
  }

  @Test func `passes over what is no instance, or has no proper UIDs`() throws {
    try folder.write(Array("notes".utf8), as: "notes.txt")
    var odd = SmallObject()
    odd.study = "../../etc"
    try folder.write(try odd.bytes(), as: "odd.dcm")
    let archive = try archive()
    #expect(try archive.scan().files == 2)
    #expect(try archive.sizes == [0, 0, 0])
    #expect(try archive.scan().read == 0)
  }

  @Test func `makes a lost or damaged index anew`() throws {
    try write(SmallObject.series(3))
    do {
      let first = try archive()
      try first.scan()
      #expect(!first.hasNewIndex)
    }
    try Data("no database at all, but long enough to be taken for one".utf8)
      .write(to: URL(filePath: place.path("index.sqlite")))
    for suffix in ["-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: place.path("index.sqlite\(suffix)"))
    }
    let second = try archive()
    #expect(second.hasNewIndex)
    try second.scan()
    #expect(try second.sizes == [1, 1, 3])
  }

  @Test func `keeps texts in UTF-8, whatever set they came in`() throws {
    var object = SmallObject()
    object.characterSet = "ISO_IR 100"
    var set = object.dataSet
    set.set(.specificCharacterSet, string: "ISO_IR 100")
    set.set(.patientName, string: "Müller^Jörg")
    try folder.write(
      try Part10Bytes.of(set), as: "latin.dcm")
    let archive = try archive()
    try archive.scan()
    let found = try archive.search(
      SearchRequest(
        level: .study, matches: [SearchRequest.Match([.patientName], value: "MÜLLER*")]))
    #expect(found.matches.map { $0.string(.patientName) } == ["Müller^Jörg"])
    #expect(found.matches[0].string(.specificCharacterSet) == "ISO_IR 192")
  }
}
