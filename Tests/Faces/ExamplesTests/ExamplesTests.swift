import Foundation
import ImageReading
import Phantoms
import TestSupport
import Testing
import VolumeModel

/// The programs of `Examples/`, run as their first comment says.
@Suite struct `The examples` {
  private let head = Repository.volumes.appending(path: "mr-head").path

  /// The folder of built programs: that of the tests' own executable.
  private func run(_ name: String, _ arguments: String...) throws -> ProgramResult {
    let folder = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent()
    return try Program.run(folder.appending(path: name), arguments)
  }

  @Test func `load and render a coronal picture`() throws {
    let folder = try TemporaryFolder()

    let result = try run("load-and-render", head, folder.path("coronal.png"))

    #expect(result.status == 0, "\(result.errors)")
    #expect(String(decoding: result.output, as: UTF8.self).contains("R on the left side"))
    try expectHead(folder.bytes("coronal.png"))
  }

  @Test func `measure in patient coordinates`() throws {
    let result = try run("volume-mathematics", head)

    #expect(result.status == 0, "\(result.errors)")
    let text = String(decoding: result.output, as: UTF8.self)
    #expect(text.contains("in a ball of 20 mm: mean"))
  }

  @Test func `decode what only they know`() throws {
    let (folder, coded) = (try TemporaryFolder(), try TemporaryFolder())
    let series = PhantomSeries(
      .head, dimensions: GridDimensions(columns: 20, rows: 16, slices: 6),
      spacing: SIMD3(5, 5, 5))
    try series.write(to: folder.path("series"))
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path("series")) {
      guard name.hasSuffix(".dcm") else { continue }
      try coded.write(DifferenceCoding.file(try folder.bytes("series/" + name)), as: name)
    }

    let result = try run("custom-decoder", coded.path)
    let plain = try run("custom-decoder", folder.path("series"))

    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output == plain.output)
    #expect(String(decoding: result.output, as: UTF8.self).hasPrefix("6 slices, mean "))
  }

  @Test func `look from three sides`() throws {
    let folder = try TemporaryFolder()

    let result = try run("mip-preview", head, folder.path("preview"))

    #expect(result.status == 0, "\(result.errors)")
    let text = String(decoding: result.output, as: UTF8.self)
    #expect(
      text.contains("anterior.png: R on the left") && text.contains("left.png: A on the left"))
    #expect(try folder.names == ["anterior", "feet", "left"].map { "preview-\($0).png" })
    for name in try folder.names { try expectHead(folder.bytes(name)) }
  }

  @Test func `load the same volume from memory, slice by slice in any order`() throws {
    let result = try run("load-from-memory", head)

    #expect(result.status == 0, "\(result.errors)")
    let text = String(decoding: result.output, as: UTF8.self)
    #expect(text == "the same volume as from files\n")
  }

  /// Expects a picture of a head: dark around, brighter in the middle, and of many greys.
  private func expectHead(_ png: [UInt8]) throws {
    let picture = try #require(ReadImage(png: png))
    let brightness = picture.brightness
    func mean(_ part: Range<Int>, _ rows: Range<Int>) -> Double {
      let values = rows.flatMap { row in part.map { brightness[row * picture.width + $0] } }
      return values.reduce(0, +) / Double(values.count)
    }
    let (width, height) = (picture.width, picture.height)
    let middle = mean(width * 3 / 8..<width * 5 / 8, height * 3 / 8..<height * 5 / 8)
    let corner = mean(0..<max(width / 16, 1), 0..<max(height / 16, 1))
    #expect(middle > corner + 10, "\(middle) in the middle, \(corner) in the corner")
    #expect(Set(brightness).count > 20)
  }

  @Test func `render with a transfer function of one's own, which is a file for the program`()
    throws
  {
    let folder = try TemporaryFolder()
    let picture = folder.path("picture.png")

    let result = try run("custom-transfer-function", head, "60", "200", picture)

    #expect(result.status == 0, "\(result.errors)")
    try expectHead(folder.bytes("picture.png"))
    let file = try folder.write(result.output, as: "function.json")
    let again = try run(
      "sagitta", "render", head, "-o", picture, "--transfer-function", file, "--pixel", "4")
    #expect(again.status == 0, "\(again.errors)")
    try expectHead(folder.bytes("picture.png"))
  }

  @Test func `load under watch, and stop when asked to`() throws {
    let result = try run("watched-loading", head)
    #expect(result.status == 0, "\(result.errors)")
    let text = String(decoding: result.output, as: UTF8.self)
    #expect(text.contains("scanning: 100 %") && text.contains("voxels in the largest of"))

    let stopped = try run("watched-loading", head, "1")
    #expect(stopped.status == 130)
    #expect(String(decoding: stopped.output, as: UTF8.self).hasSuffix("cancelled\n"))

    let nothing = try run("watched-loading", head + "/nothing")
    #expect(nothing.status == 65)
    #expect(String(decoding: nothing.output, as: UTF8.self).contains("no such file or folder"))
  }

  @Test func `say how they are used`() throws {
    #expect(try run("watched-loading").status == 64)
    #expect(try run("custom-decoder").status == 64)
    #expect(try run("custom-transfer-function").status == 64)
    #expect(try run("mip-preview").status == 64)
    #expect(try run("load-and-render").status == 64)
    #expect(try run("load-from-memory").status == 64)
    #expect(try run("volume-mathematics").status == 64)
  }
}

/// Writes what the example of a custom decoder reads.
private enum DifferenceCoding {
  /// The same file with its samples as differences, in one fragment of a private transfer syntax.
  static func file(_ native: [UInt8]) -> [UInt8] {
    var bytes = native
    replace(
      Array("1.2.840.10008.1.2.1\0".utf8), by: Array("1.2.826.0.1.99999.1\0".utf8), in: &bytes)
    // The pixel data is the last element: tag, OW, two bytes, a length of four.
    let tag: [UInt8] = [0xE0, 0x7F, 0x10, 0x00]
    guard let start = bytes.indices.last(where: { bytes[$0...].starts(with: tag) }) else {
      return bytes
    }
    let samples = Array(bytes[(start + 12)...])
    let item: [UInt8] = [0xFE, 0xFF, 0x00, 0xE0]
    var coded = Array(bytes[..<start])
    coded += tag
    coded += Array("OB".utf8)
    coded += [0, 0, 255, 255, 255, 255]
    coded += item
    coded += [0, 0, 0, 0]
    coded += item
    for byte in 0..<4 { coded.append(UInt8(samples.count >> (8 * byte) & 255)) }
    coded += differences(samples)
    coded += [0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0]
    return coded
  }

  private static func differences(_ samples: [UInt8]) -> [UInt8] {
    var before: UInt16 = 0
    return stride(from: 0, to: samples.count, by: 2).flatMap { offset -> [UInt8] in
      let sample = UInt16(samples[offset]) | UInt16(samples[offset + 1]) << 8
      defer { before = sample }
      let difference = sample &- before
      return [UInt8(difference & 255), UInt8(difference >> 8)]
    }
  }

  private static func replace(_ old: [UInt8], by new: [UInt8], in bytes: inout [UInt8]) {
    guard let start = bytes.indices.first(where: { bytes[$0...].starts(with: old) }) else { return }
    bytes.replaceSubrange(start..<start + old.count, with: new)
  }
}
