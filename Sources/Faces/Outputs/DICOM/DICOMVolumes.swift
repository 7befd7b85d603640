package import SagittaEngine

/// Writes whole volumes as DICOM series, slice by slice.
package struct DICOMVolumes {
  let options: WritingOptions
  /// The word before the number in file names.
  let kind: String
  /// Who gives the files their places.
  let batch: OutputBatch

  init(options: WritingOptions, kind: String, batch: OutputBatch) {
    self.options = options
    self.kind = kind
    self.batch = batch
  }

  /// Writes volumes each for itself.
  ///
  /// - Parameters:
  ///   - options: How they are written.
  ///   - kind: The word before the number in file names.
  package init(options: WritingOptions, kind: String) {
    self.init(options: options, kind: kind, batch: .immediate)
  }

  /// Writes the phases of a volume one after the other, each as a series; several go into numbered
  /// folders.
  ///
  /// - Parameters:
  ///   - count: How many phases there are.
  ///   - derivation: What was done.
  ///   - target: Where they go.
  ///   - phase: Makes a phase, from 0, with the images behind it.
  /// - Returns: The path of the file or folder.
  /// - Throws: ``OutputError``, `DerivedObjectError`, what `phase` and the writing throw.
  package func write(
    _ count: Int, by derivation: Derivation, to target: OutputTarget,
    phase: (Int) throws -> (volume: Volume, source: SourceImages?)
  ) throws -> String {
    guard !options.dicom.asPicture else {
      throw OutputError { name in
        "\(name("picture")) is for pictures; a volume becomes a calibrated series"
      }
    }
    guard case .dicom(let path, let isFolder) = target else {
      preconditionFailure("DICOM goes to where DICOM was asked for")
    }
    guard count == 1 || isFolder else {
      throw OutputError { name in
        "\(count) phases are as many series; name a folder: \(name("dicom")) "
          + "\(name("output")) DIR/"
      }
    }
    for n in 0..<count {
      let (volume, source) = try phase(n)
      let place =
        count == 1
        ? target
        : .dicom(
          path: OutputFolder.join(path, name: PlaneItem.name("phase", number: n)), isFolder: true)
      try write(volume, source: source, by: derivation, to: place, number: n)
    }
    return path
  }

  private func write(
    _ volume: Volume, source: SourceImages?, by derivation: Derivation,
    to target: OutputTarget, number: Int
  ) throws {
    var writer = DICOMWriter(
      target, options: options, source: source, attributes: volume.attributes,
      seriesIndex: number)
    writer.batch = batch
    _ = try writer.write(slicesOf: volume, kind: kind, by: derivation)
  }
}
