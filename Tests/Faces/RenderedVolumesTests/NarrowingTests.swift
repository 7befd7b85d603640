import DICOMModel
import Foundation
import RenderedVolumes
import SagittaEngine
import TestSupport
import Testing
import WebServices

/// Which frames, phases and instances are the volume that is shown.
@Suite struct NarrowingTests {
  private static let data = "mr_4d_siemens_xa30_enhanced"

  /// Answers about the images of a developer's folder, and their data sets.
  private func answers() throws -> (Answers, [DataSet]) {
    let folder = try #require(Repository.data(Self.data))
    let answers = try Answers()
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    var sets: [DataSet] = []
    answers.archive.instances = try names.filter { $0.hasSuffix(".dcm") }.map { name in
      let path = folder.appending(path: name).path
      let set = try VolumeLoader().attributes(ofFile: path)
      sets.append(set)
      return InstanceFile(
        sopClass: set.uid(Tag(0x0008, 0x0016)) ?? "",
        sopInstance: set.uid(Tag(0x0008, 0x0018)) ?? "",
        series: answers.series, bytes: .file(path), version: "1")
    }
    return (answers, sets)
  }

  /// The query of the plane through a frame, in its own pixels.
  private func plane(_ frame: DataSet, like volume: Volume) throws -> String {
    let place = try #require(
      frame.item(Tag(0x0020, 0x9113))?.doubles(Tag(0x0020, 0x0032)))
    let map = volume.geometry.voxelToPatient
    let middle =
      PatientPoint(place[0], place[1], place[2])
      + map.x * (Double(volume.dimensions.columns - 1) / 2)
      + map.y * (Double(volume.dimensions.rows - 1) / 2)
    func text(_ numbers: SIMD3<Double>) -> String { "\(numbers.x),\(numbers.y),\(numbers.z)" }
    return "center=\(text(middle.coordinates))&right=\(text(map.x.components))"
      + "&down=\(text(map.y.components))&pixel=\(map.x.length / 2)&viewport=16,16"
  }

  @Test(.needsData(data), arguments: [[3, 4, 5], [2, 5, 6], [7]])
  func `frames are the slices that hold them`(_ chosen: [Int]) throws {
    let (answers, sets) = try answers()
    let path =
      "/studies/1.2.3/series/\(answers.series)/instances/\(answers.archive.instances[0].sopInstance)"
    let volume = try VolumeLoader().loadAll([answers.archive.instances[0].bytes.name]).volumes[0]
    let frames = try #require(sets[0].items(Tag(0x5200, 0x9230)))
    let list = chosen.map { "\($0)" }.joined(separator: ",")
    for number in 1...frames.count {
      let query = try plane(frames[number - 1], like: volume)
      let part = try answers.values("frames/\(list)/renderedmpr", query, path: path)
      let whole = try answers.values("renderedmpr", query, path: path)
      #expect(part.count == 256 && whole.count == 256)
      let difference = zip(part, whole).map { $0.isNaN ? Float.infinity : abs($0 - $1) }.max() ?? 0
      // The planes lie on the slices but for the last bits of their places.
      if chosen.contains(number) { #expect(difference < 0.01, "frame \(number)") }
      let isBeside = number < chosen[0] || number > chosen[chosen.count - 1]
      if isBeside { #expect(difference > 1, "frame \(number)") }
    }
    #expect(answers.status("frames/13/renderedmpr", path: path) == 404)
  }

  @Test(.needsData(data)) func `an instance names its phase`() throws {
    let (answers, _) = try answers()
    let query = "orientation=f&window=300,600,linear"
    let phases = try (0..<3).map { try answers.bytes("renderedmpr", query + "&phase=\($0)") }
    #expect(Set(phases).count == 3)
    #expect(try answers.bytes("renderedmpr", query) == phases[0])
    for number in 0..<3 {
      let instance = answers.archive.instances[number].sopInstance
      let found = try answers.bytes(
        "renderedmpr", query + "&volumeinputreference=\(instance),1")
      #expect(found == phases[number])
    }
    #expect(answers.volumes.cachedVolumes == 3)
    #expect(answers.status("renderedmpr", "phase=1000") == 400)
  }
}
