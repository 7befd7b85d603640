package import SagittaEngine

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Writes the results of one volume as DICOM objects, where the names of files are.
struct DICOMWriter {
  private let maker: DerivedSeriesMaker
  /// A file, or the folder that the files go to.
  private let path: String
  private let isFolder: Bool
  private let options: WritingOptions
  /// Who gives the files their places.
  var batch = OutputBatch.immediate

  private var context: WorkContext { options.context }
  private var stopwatch: Stopwatch { options.stopwatch }

  init(
    _ target: OutputTarget, options: WritingOptions, source: SourceImages?,
    attributes: VolumeAttributes, seriesIndex: Int = 0
  ) {
    guard case .dicom(let path, let isFolder) = target else {
      preconditionFailure("DICOM goes to where DICOM was asked for")
    }
    self.path = path
    self.isFolder = isFolder
    self.options = options
    maker = DerivedSeriesMaker(
      options: options.dicom.options(ofSeries: seriesIndex, software: .sagitta), source: source,
      attributes: attributes)
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
    let made = try stopwatch.time(.compute) {
      try maker.series(
        of: series.map { DerivedSeriesMaker.Planes($0.planes, by: $0.derivation) }, window: window,
        context: context)
    }
    return try write(made, named: series.map { ($0.kind, $0.indices) })
  }

  /// Writes a whole volume as a series, slice by slice; returns its files in order.
  func write(slicesOf volume: Volume, kind: String, by derivation: Derivation) throws -> [String] {
    let made = try stopwatch.time(.compute) {
      try maker.series(ofVolume: volume, by: derivation, context: context)
    }
    return try write([made], named: [(kind, Array(0..<made.count))])
  }

  /// Writes series that are made: what is refused leaves no folder behind.
  private func write(
    _ series: [CalibratedSeries], named kinds: [(kind: String, indices: [Int])]
  ) throws -> [String] {
    let names = kinds.flatMap { named in
      named.indices.map { PlaneItem.name(named.kind, number: $0) }
    }
    let (folder, files) = try places(of: names, kinds: kinds.map(\.kind))
    try stopwatch.time(.write) {
      try series.allSatisfy(\.isHeld)
        ? writeTogether(series, to: files) : writeInTurn(series, to: files)
    }
    if let folder { try batch.add(folder) }
    return files.map(\.path)
  }

  /// Writes the images of all series side by side.
  private func writeTogether(_ series: [CalibratedSeries], to files: [OutputFolder.File]) throws {
    let images = series.flatMap { series in (0..<series.count).map { (series, $0) } }
    try context.forEach(images.count, stage: "writing") { [context] n in
      let object = try images[n].0.object(images[n].1, context: context)
      try writeFile(try object.fileBytes(), to: files[n].stagedPath)
    }
  }

  /// Writes one series after the other, whose values are made on the way.
  private func writeInTurn(_ series: [CalibratedSeries], to files: [OutputFolder.File]) throws {
    var first = 0
    for series in series {
      try series.forEachObject(context: context) { [first] object, n in
        try writeFile(try object.fileBytes(), to: files[first + n].stagedPath)
      }
      first += series.count
    }
  }

  /// Pictures to be written as one object.
  struct Pictures {
    /// The word before the number in the file's name, and that number, from 0.
    let kind: String
    let index: Int
    let sequence: DerivedSeriesMaker.Pictures
  }

  /// Writes secondary captures, all in one series, picture by picture; returns their files in order.
  func write(_ pictures: [Pictures]) throws -> [String] {
    let names = pictures.map { PlaneItem.name($0.kind, number: $0.index) }
    let (folder, files) = try places(of: names, kinds: pictures.map(\.kind))
    try stopwatch.time(.write) {
      try maker.write(
        pictures.map(\.sequence), to: files.map { ByteSink.file($0.stagedPath) })
    }
    if let folder { try batch.add(folder) }
    return files.map(\.path)
  }

  /// Where objects go: one to the file that was named, else each into the folder.
  private func places(
    of names: [String], kinds: [String]
  ) throws -> (folder: OutputFolder?, files: [OutputFolder.File]) {
    guard isFolder else {
      guard names.count == 1 else {
        throw OutputError { [path] name in
          "\(names.count) images do not go into \(path); name a folder: \(name("dicom")) "
            + "\(name("output")) DIR/"
        }
      }
      return (nil, [OutputFolder.File(path: path, stagedPath: path)])
    }
    let folder = try OutputFolder(
      path, kinds: Array(Set(kinds)), fileExtension: ".dcm", force: options.force)
    return (folder, names.map { folder.file($0 + ".dcm") })
  }
}

extension DerivedObjectOptions.Software {
  /// This program, as DICOM objects name it.
  package static let sagitta = DerivedObjectOptions.Software(
    manufacturer: "Sagitta", model: "sagitta", version: Engine.version)
}
