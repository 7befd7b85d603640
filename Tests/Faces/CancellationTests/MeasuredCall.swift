import Foundation
import Sagitta
import TestSupport
import Testing

/// A call whose cancellation is measured.
struct MeasuredCall: Sendable, CustomTestStringConvertible {
  let name: String
  let run: @Sendable (MeasuredInput, WorkContext) throws -> Void

  init(_ name: String, run: @escaping @Sendable (MeasuredInput, WorkContext) throws -> Void) {
    self.name = name
    self.run = run
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
  ]
}
