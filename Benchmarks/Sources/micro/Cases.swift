import Foundation
import Sagitta

/// A part of the engine on a small input, with one worker.
struct Case: Sendable {
  let name: String
  /// How many items a run handles, and what one is called.
  let items: Int
  let item: String
  /// Returns the work; what happens before is not counted.
  let prepare: @Sendable (_ cache: String) throws -> () throws -> Void
}

let one = WorkContext(workers: 1)

let allCases: [Case] =
  Interpolation.allCases.map { kernel in
    Case(name: "row-\(kernel.rawValue)", items: 128 * 128, item: "sample") { _ in
      let reslicer = try Reslicer(ball(64))
      let plane = try tilted(128, 0.6)
      _ = try reslicer.plane(plane, interpolation: kernel, context: one)
      return { _ = try reslicer.plane(plane, interpolation: kernel, context: one) }
    }
  } + [
    Case(name: "row-coronal", items: 64 * 64, item: "sample") { _ in
      let volume = try ball(64)
      let reslicer = Reslicer(volume)
      let plane = try OrthogonalPlan(volume.geometry, orientation: .coronal).plane(at: 0.3)
      return { _ = try reslicer.plane(plane, context: one) }
    },
    Case(name: "ray-maximum", items: 64 * 64, item: "ray") { _ in
      let renderer = Renderer(try ball(64))
      let frame = try rays(64, of: renderer.volume)
      return { _ = try renderer.projection(frame, context: one) }
    },
    Case(name: "ray-shaded", items: 64 * 64, item: "ray") { _ in
      let renderer = Renderer(try ball(64))
      let frame = try rays(64, of: renderer.volume)
      let style = RenderStyle(try TransferFunction(preset: "ct-bone"))
      return { _ = try renderer.picture(frame, style: style, context: one) }
    },
    Case(name: "blocks", items: 64 * 64 * 64, item: "voxel") { _ in
      let volume = try ball(64)
      return { try Renderer(volume).prepare(context: one) }
    },
    Case(name: "parse-header", items: 1, item: "file") { cache in
      let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: slice(cache, "ct-raw"))))
      let reader = Part10Reader()
      return { _ = try reader.read(prefix: bytes, streamLength: bytes.count) }
    },
    decoding("raw"), decoding("rle"), decoding("jpeg-lossless"), decoding("jpeg-ls"),
    decoding("jpeg-2000"),
    Case(name: "encode-png16", items: 128 * 128, item: "pixel") { _ in
      let words = try Reslicer(ball(64)).plane(tilted(128, 0.6)).values.map {
        $0.isNaN ? 0 : UInt16($0 + 1024)
      }
      let raster = Raster(width: 128, height: 128, samples: .gray16(words))
      return { _ = try raster.pngBytes() }
    },
    Case(name: "encode-nifti-gz", items: 64 * 64 * 64, item: "voxel") { _ in
      let volume = try ball(64)
      let path = NSTemporaryDirectory() + "/sagitta-micro-\(getpid()).nii.gz"
      return {
        try VolumeFileWriter().write(volume, to: path, context: one)
        unlink(path)
      }
    },
  ]

/// One slice of 512 × 512, read from the page cache, decoded and rescaled.
private func decoding(_ encoding: String) -> Case {
  Case(name: "decode-\(encoding)", items: 512 * 512, item: "pixel") { cache in
    let loader = VolumeLoader()
    let report = try loader.scan([slice(cache, "ct-\(encoding)")], context: one)
    guard let plan = report.largest else { throw MissingInput(path: "ct-\(encoding)") }
    return { _ = try loader.load(plan, context: one) }
  }
}

private func slice(_ cache: String, _ folder: String) throws -> String {
  let path = "\(cache)/\(folder)/IM0064"
  guard FileManager.default.fileExists(atPath: path) else { throw MissingInput(path: path) }
  return path
}

struct MissingInput: Error, CustomStringConvertible {
  let path: String
  var description: String { "\(path) is missing; Benchmarks/micro makes it" }
}
