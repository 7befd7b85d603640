import Foundation
import Sagitta

/// A slice of each encoding, from its file to voxels.
let decodingCases: [Case] =
  [
    Case(name: "parse-header", items: 1, item: "file") {
      let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: slice("raw"))))
      let reader = Part10Reader()
      return { _ = try reader.read(prefix: bytes, streamLength: bytes.count) }
    }
  ]
  + ["raw", "rle", "jpeg-lossless", "jpeg-ls", "jpeg-2000"].map { encoding in
    Case(name: "decode-\(encoding)", items: 128 * 128, item: "pixel") {
      let loader = VolumeLoader()
      let report = try loader.scan([slice(encoding)], context: one)
      guard let plan = report.largest else { throw MissingInput(path: slice(encoding)) }
      return { _ = try loader.load(plan, context: one) }
    }
  } + [reading("nifti", suffix: "nii"), reading("nifti-gz", suffix: "nii.gz")]

/// Pictures and volume files, from values to bytes.
let encodingCases: [Case] = [
  Case(name: "encode-png16", items: 128 * 128, item: "pixel") {
    let raster = try Reslicer(ball(64)).plane(tilted(128, 0.6)).displayed(
      with: window(), depth: .sixteen)
    return { _ = try raster.pngBytes() }
  },
  Case(name: "encode-jpeg", items: 128 * 128, item: "pixel") {
    let raster = try Reslicer(ball(64)).plane(tilted(128, 0.6)).displayed(with: window())
    return { _ = try raster.jpegBytes() }
  },
  Case(name: "encode-gif", items: 128 * 128, item: "pixel") {
    let raster = try Reslicer(ball(64)).plane(tilted(128, 0.6)).displayed(with: window())
    return { _ = try raster.gifBytes() }
  },
  Case(name: "window", items: 128 * 128, item: "pixel") {
    let plane = try Reslicer(ball(64)).plane(tilted(128, 0.6))
    let window = try window()
    return { _ = plane.displayed(with: window) }
  },
  Case(name: "percentiles", items: 64 * 64 * 64, item: "voxel") {
    let volume = try ball(64)
    return { _ = try volume.defaultRange(context: one) }
  },
  writing("nifti", suffix: "nii"), writing("nifti-gz", suffix: "nii.gz"),
]

private func window() throws -> DisplayWindow {
  guard let window = DisplayWindow(center: 100, width: 1500) else {
    throw MissingInput(path: "a window")
  }
  return window
}

private func reading(_ name: String, suffix: String) -> Case {
  Case(name: "read-\(name)", items: 64 * 64 * 64, item: "voxel") {
    let path = scratch(suffix)
    try VolumeFileWriter().write(ball(64), to: path, context: one)
    let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
    try FileManager.default.removeItem(atPath: path)
    let source = ByteSource.memory(bytes, name: "ball.\(suffix)")
    return { _ = try VolumeFileReader().read(source, context: one) }
  }
}

private func writing(_ name: String, suffix: String) -> Case {
  Case(name: "encode-\(name)", items: 64 * 64 * 64, item: "voxel") {
    let volume = try ball(64)
    let path = scratch(suffix)
    return {
      try VolumeFileWriter().write(volume, to: path, context: one)
      try FileManager.default.removeItem(atPath: path)
    }
  }
}

private func scratch(_ suffix: String) -> String {
  NSTemporaryDirectory() + "/sagitta-micro-\(getpid()).\(suffix)"
}

/// A slice that lies beside these sources.
private func slice(_ encoding: String) -> String {
  URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/Slices/\(encoding).dcm"
}

struct MissingInput: Error, CustomStringConvertible {
  let path: String
  var description: String { "\(path) makes no volume" }
}
