import Foundation
import Sagitta

/// Writes the results of one volume as DICOM objects.
struct DICOMWriter {
  let options: DerivedObjectOptions
  /// A file, or the folder that the files go to.
  let path: String
  let isFolder: Bool
  let force: Bool
  /// The images that the volume was made of; nil if there are none.
  let source: SourceImages?
  let attributes: VolumeAttributes
  let context: WorkContext
  let stopwatch: Stopwatch
  /// Who gives the files their places.
  var batch = OutputBatch.immediate

  init(
    _ target: OutputTarget, _ dicom: DICOMOptions, force: Bool, source: SourceImages?,
    _ attributes: VolumeAttributes, _ context: WorkContext, _ stopwatch: Stopwatch,
    seriesIndex: Int = 0
  ) {
    guard case .dicom(let path, let isFolder) = target else {
      preconditionFailure("DICOM goes to where DICOM was asked for")
    }
    (self.path, self.isFolder, self.force) = (path, isFolder, force)
    (self.source, self.attributes) = (source, attributes)
    (self.context, self.stopwatch) = (context, stopwatch)
    options = dicom.objectOptions().forSeries(seriesIndex)
  }

  /// A series to be written: what its files are called, and what it holds.
  struct Series {
    /// The word before the number in file names.
    let kind: String
    /// The numbers of the files, from 0.
    let indices: [Int]
    let planes: CalibratedPlanes
    let derivation: Derivation
  }

  /// Writes calibrated series; returns their files in order.
  func write(_ series: [Series], window: DisplayWindow?) throws -> [String] {
    guard let source else { throw DerivedObjectError.noPatientFrame }
    let files = series.enumerated().flatMap { n, series in
      series.indices.indices.map { (series: n, plane: $0) }
    }
    let names = series.flatMap { series in
      series.indices.map { PlaneItem.name(series.kind, number: $0) }
    }
    let made = try stopwatch.time(.compute) {
      try series.enumerated().map { n, series in
        try CalibratedSeries(
          series.planes, of: attributes, from: source, by: series.derivation, window: window,
          options.forSeries(n), context: context)
      }
    }
    // What is refused leaves no folder behind.
    return try write(names, kinds: series.map(\.kind)) {
      try made[files[$0].series].object(files[$0].plane)
    }
  }

  /// Pictures to be written as one object.
  struct Pictures {
    /// The word before the number in the file's name, and that number, from 0.
    let kind: String
    let index: Int
    let frames: [Raster]
    let derivation: Derivation
    let details: SecondaryCapture.Details
  }

  /// Writes secondary captures, all in one series; returns their files in order.
  func write(_ pictures: [Pictures]) throws -> [String] {
    var captures: [SecondaryCapture] = []
    for (n, picture) in pictures.enumerated() {
      var details = picture.details
      details.instanceNumber = n + 1
      details.modality = attributes.modality
      captures.append(
        try SecondaryCapture(
          picture.frames, from: source, by: picture.derivation, details: details, options,
          series: captures.first?.seriesInstanceUID))
    }
    let names = pictures.map { PlaneItem.name($0.kind, number: $0.index) }
    let finished = captures
    return try write(names, kinds: pictures.map(\.kind)) { try finished[$0].object() }
  }

  /// Makes and writes objects; returns their files in order.
  private func write(
    _ names: [String], kinds: [String], _ object: @Sendable (Int) throws -> DerivedObject
  ) throws -> [String] {
    guard isFolder else {
      guard names.count == 1 else {
        throw UsageError(
          "\(names.count) images do not go into \(path); name a folder: --dicom -o DIR/")
      }
      try stopwatch.time(.write) { try writeFile(try object(0).fileBytes(), to: path) }
      return [path]
    }
    let folder = try OutputFolder(
      path, kinds: Array(Set(kinds)), fileExtension: ".dcm", force: force)
    let files = names.map { folder.file($0 + ".dcm") }
    try stopwatch.time(.write) {
      try context.forEach(files.count, stage: "writing") { n in
        try writeFile(try object(n).fileBytes(), to: files[n].stagedPath)
      }
    }
    try batch.add(folder)
    return files.map(\.path)
  }
}

extension DerivedObjectOptions {
  /// The options of one of several series that are made together, from 0.
  func forSeries(_ index: Int) -> DerivedObjectOptions {
    var options = self
    options.seriesOffset += index
    options.seriesNumber = seriesNumber.map { $0 + index }
    return options
  }
}
