import CSagitta
import Foundation
import Phantoms
import SagittaC
import TestSupport
import Testing
import VolumeModel

@testable import SagittaCommands

// With the other suite in turns, which counts the objects of the process.
extension `The C interface` {
  @Suite(.serialized) struct `Work by the C interface` {
    let folder: TemporaryFolder
    let series: String

    init() throws {
      folder = try TemporaryFolder()
      series = folder.path("series")
      try PhantomSeries(
        .head, dimensions: GridDimensions(columns: 40, rows: 36, slices: 30),
        spacing: SIMD3(3, 3.5, 4)
      ).write(to: series)
    }

    /// The bytes that a command line writes into a file.
    private func commandLine(_ verb: String, file: String, _ options: String...) throws -> Data {
      let path = folder.path(file)
      let quiet = Console(output: { _ in }, error: { _ in }, isInteractive: false)
      let status = Console.$current.withValue(quiet) {
        SagittaCommands.Program.run([verb, series, "-o", path] + options)
      }
      #expect(status == 0)
      return try Data(contentsOf: URL(filePath: path))
    }

    private func volume() throws -> sagitta_object {
      let answer = try Caller.volume(in: series)
      #expect(answer.status == SAGITTA_OK, "\(answer.error)")
      return answer.object
    }

    private func saved(_ images: sagitta_object, as request: String) throws -> Data {
      let answer = try Caller.call { sagitta_images_save(nil, images, request, -1, $0, $1) }
      #expect(answer.status == SAGITTA_OK, "\(answer.error)")
      defer { _ = sagitta_release(answer.object) }
      return try Caller.bytes(answer.object)
    }

    @Test func `gives the pictures of the command line, byte for byte`() throws {
      let volume = try volume()
      defer { _ = sagitta_release(volume) }
      let plane = try Caller.call {
        sagitta_planes(
          nil, volume, 0, 0, #"{"planes": {"orthogonal": {"plane": "coronal"}}}"#, -1,
          SAGITTA_IMAGES, $0, $1)
      }
      #expect(
        try saved(plane.object, as: #"{"format": "png"}"#)
          == commandLine("slice", file: "a.png", "--plane", "coronal"))
      let spin = try Caller.call {
        sagitta_projection(
          nil, volume, 0, #"{"camera": {"frames": 3}}"#, -1, SAGITTA_IMAGES, $0, $1)
      }
      #expect(
        try saved(spin.object, as: #"{"format": "gif"}"#)
          == commandLine("mip", file: "a.gif", "--frames", "3"))
      let rendered = try Caller.call {
        sagitta_render(nil, volume, #"{"preset": "ct-bone"}"#, -1, $0, $1)
      }
      #expect(
        try saved(rendered.object, as: #"{"format": "png"}"#)
          == commandLine("render", file: "b.png", "--preset", "ct-bone"))
      for images in [plane, spin, rendered] {
        #expect(sagitta_release(images.object) == SAGITTA_OK)
      }
    }

    @Test func `gives the files of the command line, byte for byte`() throws {
      let volume = try volume()
      defer { _ = sagitta_release(volume) }
      let path = folder.path("own.nii.gz")
      let save = try Caller.call {
        sagitta_volume_save(nil, volume, #"{"path": "\#(path)"}"#, -1, $0, $1)
      }
      #expect(save.status == SAGITTA_OK, "\(save.error)")
      #expect(
        try Data(contentsOf: URL(filePath: path)) == commandLine("convert", file: "a.nii.gz"))
      let iso = try Caller.call {
        sagitta_resample(nil, volume, 0, #"{"grid": {"isIsotropic": true}}"#, -1, $0, $1)
      }
      #expect(iso.status == SAGITTA_OK, "\(iso.error)")
      let isoPath = folder.path("iso.nii.gz")
      let isoSave = try Caller.call {
        sagitta_volume_save(nil, iso.object, #"{"path": "\#(isoPath)"}"#, -1, $0, $1)
      }
      #expect(isoSave.status == SAGITTA_OK, "\(isoSave.error)")
      #expect(
        try Data(contentsOf: URL(filePath: isoPath))
          == commandLine("resample", file: "b.nii.gz", "--isotropic"))
      for object in [save.object, iso.object, isoSave.object] { _ = sagitta_release(object) }
    }

    @Test func `takes memory of others where it is, and gives it back once`() throws {
      final class Counter: @unchecked Sendable { var count = 0 }
      let counter = Counter()
      let description =
        #"{"dimensions": [2, 3, 4], "affine": [1,0,0,0, 0,1,0,0, 0,0,1,0, 0,0,0,1], "unit": "HU"}"#
      let floats = UnsafeMutablePointer<Float>.allocate(capacity: 64)
      defer { floats.deallocate() }
      for n in 0..<64 { floats[n] = Float(n) }
      let context = Unmanaged.passUnretained(counter).toOpaque()
      let release: sagitta_free = { context in
        guard let context else { return }
        Unmanaged<Counter>.fromOpaque(context).takeUnretainedValue().count += 1
      }
      for (readable, isCopied) in [(UInt64(24 * 4 + 64), false), (24 * 4, true)] {
        counter.count = 0
        let made = try Caller.call {
          sagitta_volume_make(
            nil, description, -1, floats, 24, readable, release, context, $0, $1)
        }
        #expect(made.status == SAGITTA_OK, "\(made.error)")
        #expect(counter.count == (isCopied ? 1 : 0))
        var array = sagitta_array()
        array.size = UInt32(MemoryLayout<sagitta_array>.size)
        #expect(sagitta_volume_voxels(made.object, &array, nil) == SAGITTA_OK)
        #expect((array.data == UnsafeRawPointer(floats)) == !isCopied)
        var value: Float = 0
        let point = [1.0, 2, 3]
        #expect(sagitta_volume_values(nil, made.object, point, 1, &value, nil) == SAGITTA_OK)
        #expect(value == 23)
        #expect(sagitta_release(made.object) == SAGITTA_OK)
        #expect(counter.count == 1)
      }
    }

    @Test func `refuses voxels that are not as many as their grid has`() throws {
      let floats: [Float] = [1, 2, 3]
      for dimensions in ["[3, 1]", "[0, 1, 1]", "[2, 2, 2]", "[1048576, 1048576, 1048576]"] {
        let description =
          #"{"dimensions": \#(dimensions), "affine": [1,0,0,0, 0,1,0,0, 0,0,1,0, 0,0,0,1]}"#
        let made = try Caller.call {
          sagitta_volume_make(nil, description, -1, floats, 3, 12, nil, nil, $0, $1)
        }
        #expect(made.status == SAGITTA_WRONG_REQUEST, "\(dimensions)")
      }
    }

    @Test func `ends when its progress says so, and leaves nothing`() throws {
      let before = sagitta_object_count()
      var call = sagitta_call()
      call.size = UInt32(MemoryLayout<sagitta_call>.size)
      call.progress = { _, _, _, _ in 1 }
      let answer = try Caller.volume(in: series, call: &call)
      #expect(answer.status == SAGITTA_CANCELLED)
      #expect(answer.code == "cancelled")
      #expect(sagitta_object_count() == before)
    }

    @Test func `ends when it is cancelled, and so do later calls`() throws {
      let flag = try Caller.call { place, _ in sagitta_cancellation_make(place) }.object
      defer { _ = sagitta_release(flag) }
      #expect(sagitta_cancel(flag) == SAGITTA_OK)
      var call = sagitta_call()
      call.size = UInt32(MemoryLayout<sagitta_call>.size)
      call.cancellation = flag
      #expect(try Caller.volume(in: series, call: &call).status == SAGITTA_CANCELLED)
    }

    @Test func `is refused beyond its memory`() throws {
      var call = sagitta_call()
      call.size = UInt32(MemoryLayout<sagitta_call>.size)
      call.memory_bytes = 100_000
      #expect(try Caller.volume(in: series, call: &call).status == SAGITTA_OVER_LIMIT)
    }

    @Test func `asks which of several volumes is meant, and lists them`() throws {
      try PhantomSeries(
        .head, dimensions: GridDimensions(columns: 20, rows: 20, slices: 5), spacing: SIMD3(3, 3, 3)
      ).write(to: folder.path("both/other"))
      try FileManager.default.copyItem(atPath: series, toPath: folder.path("both/series"))
      let answer = try Caller.volume(in: folder.path("both"))
      #expect(answer.status == SAGITTA_WRONG_REQUEST)
      #expect(answer.code == "ambiguous-input")
      #expect((answer.error["volumes"] as? [[String: Any]])?.count == 2)
    }
  }
}
