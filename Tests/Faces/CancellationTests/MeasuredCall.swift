import Foundation
import Sagitta
import TestSupport
import Testing

/// A call whose cancellation is measured.
struct MeasuredCall: Sendable, CustomTestStringConvertible {
  typealias Run = @Sendable (MeasuredInput, WorkContext) throws -> Void

  let name: String
  /// Makes what the call works on, outside of what is measured.
  let prepare: @Sendable (MeasuredInput) throws -> Run

  init(_ name: String, run: @escaping Run) {
    self.init(name, preparing: { _ in run })
  }

  init(_ name: String, preparing prepare: @escaping @Sendable (MeasuredInput) throws -> Run) {
    self.name = name
    self.prepare = prepare
  }

  var testDescription: String { name }

  static let all = loading + decoding + volumes + planes + rays + writing + objects
}

// MARK: Loading

extension MeasuredCall {
  private static func scan(_ name: String, of folder: String) -> MeasuredCall {
    MeasuredCall("scan \(name)") { input, context in
      _ = try VolumeLoader().scan([input.folder.path(folder)], context: context)
    }
  }

  private static func load(_ name: String, of folder: String) -> MeasuredCall {
    MeasuredCall("load \(name)") { input, context in
      let loader = VolumeLoader()
      let plan = try input.report(folder).volumes[0]
      _ = try loader.load(plan, context: context)
    }
  }

  private static func show(_ name: String, of folder: String) -> MeasuredCall {
    MeasuredCall("show \(name) as it is stored") { input, context in
      let set = try StoredImageSet(below: [input.folder.path(folder)], context: context)
      let images = try FrameImages(FramesRequest(), of: set.images, context: context)
      for item in images.items { _ = try images.image(of: item, context: context) }
    }
  }

  static let loading = [
    scan("a series", of: "series"),
    scan("copies of all files", of: "twice"),
    scan("copies under other UIDs", of: "renamed"),
    scan("copies of an encoded file", of: "encoded-twice"),
    scan("a deflated file", of: "deflated"),
    load("a series", of: "series"),
    load("an encoded file", of: "encoded"),
    load("a deflated file", of: "deflated"),
    load("a compressed NIfTI", of: "volume.nii.gz"),
    load("an NRRD", of: "volume.nrrd"),
    show("a series", of: "series"),
    show("an encoded file", of: "encoded"),
    show("a deflated file", of: "deflated"),
  ]
}
