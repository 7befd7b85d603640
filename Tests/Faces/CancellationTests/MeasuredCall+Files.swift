import DerivedObjects
import Foundation
import Reports
import Sagitta
import TestSupport

extension MeasuredCall {
  private static func write(_ name: String, as encoding: VoxelEncoding) -> MeasuredCall {
    MeasuredCall("write \(name)") { input, context in
      try VolumeFileWriter(encoding: encoding).write(
        input.volume, to: input.folder.path(name), context: context)
    }
  }

  private static func sequence(_ format: ImageFileFormat) -> MeasuredCall {
    MeasuredCall("write \(format.rawValue) of planes") { input, context in
      var request = PlaneRequest()
      request.planes = .native(StoredPlanes(.all))
      try PlaneImages(request, of: input.volume, context: context).writeSequence(
        to: input.folder.path("planes.\(format.rawValue)"), as: format, context: context)
    }
  }

  /// One image as large as a sheet may be.
  private static func image(_ format: ImageFileFormat, bits: Int = 8) -> MeasuredCall {
    MeasuredCall("write one \(format.rawValue) of \(bits) bits") { input, context in
      let side = input.size.columns * 8
      let noise = (0..<side * side).map { UInt16(truncatingIfNeeded: ($0 &* 2_654_435_761) >> 9) }
      let raster = Raster(
        width: side, height: side,
        samples: bits == 16 ? .gray16(noise) : .gray8(noise.map { UInt8($0 & 63) }))
      try context.check()
      _ = try raster.encoded(as: ImageEncoding(format), context: context)
    }
  }

  static let writing = [
    write("a.nii.gz", as: VoxelEncoding()),
    write("a.nii", as: VoxelEncoding(type: .int16)),
    write("a.npy", as: VoxelEncoding()),
    sequence(.gif), sequence(.apng),
    image(.png), image(.png, bits: 16), image(.jpeg), image(.gif),
    MeasuredCall("write PNG files of planes") { input, context in
      var request = PlaneRequest()
      request.planes = .native(StoredPlanes(.all))
      let images = try PlaneImages(request, of: input.volume, context: context)
      try images.write(
        to: (0..<images.count).map { input.folder.path("plane\($0).png") },
        as: ImageEncoding(.png), context: context)
    },
  ]

  private static func series(_ encoding: DerivedEncoding) -> MeasuredCall {
    MeasuredCall("derived series, \(encoding.rawValue)") { input, context in
      let loader = VolumeLoader()
      let source = try loader.sourceImages(of: input.report("series").volumes[0])
      var options = DerivedObjectOptions(
        software: .init(manufacturer: "Test", model: "Test", version: "1"))
      options.transferSyntax = encoding.transferSyntax
      let maker = DerivedSeriesMaker(
        options: options, source: source, attributes: input.volume.attributes)
      let series = try maker.series(ofVolume: input.volume, by: .storedSlices, context: context)
      try DerivedFiles.write(
        to: (0..<input.size.slices).map { input.folder.path("derived\($0).dcm") },
        context: context
      ) { try series.object($0, context: context) }
    }
  }

  static let objects =
    DerivedEncoding.allCases.map(series) + [
      MeasuredCall("report") { input, context in
        let loader = VolumeLoader()
        var report = try loader.scan([input.folder.path("series")], context: context)
        let sections = try ReportRequest().sections(on: &report, loader: loader, context: context)
        _ = try ReportPage(title: "page", report: report, volumes: sections).html(context: context)
      },
      MeasuredCall("info") { input, context in
        let loader = VolumeLoader()
        var report = try loader.scan([input.folder.path("series")], context: context)
        _ = try InfoRequest().run(on: &report, loader: loader, context: context)
      },
    ]
}
