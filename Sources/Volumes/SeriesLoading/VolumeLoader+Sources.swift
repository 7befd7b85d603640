import DICOMCoding
public import DICOMImaging
import DICOMModel
import Files
import WorkScheduling

extension VolumePlan {
  /// The images that a phase is made of, each once, in order of the first slice they hold; of all
  /// phases if none is named.
  ///
  /// - Precondition: The plan has the phase.
  public func sourceReferences(phase: Int? = nil) -> [SourceImages.Reference] {
    images(ofPhase: phase).map { image in
      SourceImages.Reference(
        sopClassUID: image.header.sopClassUID, sopInstanceUID: image.header.sopInstanceUID,
        seriesInstanceUID: image.header.series.instanceUID)
    }
  }

  func images(ofPhase phase: Int?) -> [ScannedImage] {
    guard let phase else { return images }
    var seen: Set<ObjectIdentifier> = []
    return phaseSlices[phase].map(\.image).filter { seen.insert(ObjectIdentifier($0)).inserted }
  }
}

extension VolumeLoader {
  /// Reads what objects derived from a volume take over from its images.
  ///
  /// The headers of the first, the middle and the last image stand for all.
  ///
  /// - Parameters:
  ///   - plan: The volume.
  ///   - phase: The phase that is used; nil for all.
  /// - Returns: What the images agree in, and their names.
  /// - Throws: ``LoadError`` if a file cannot be read any more or is no data set, or the plan
  ///   has no such phase.
  public func sourceImages(
    of plan: VolumePlan, phase: Int? = nil
  ) throws(LoadError) -> SourceImages {
    if let phase, !plan.phaseSlices.indices.contains(phase) {
      throw .noSuchPhase(index: phase, count: plan.phases)
    }
    let images = plan.images(ofPhase: phase)
    var headers: [DataSet] = []
    for n in [images.count / 2, 0, images.count - 1].uniqued {
      headers.append(try header(of: images[n].source))
    }
    return SourceImages(
      headers: headers, references: plan.sourceReferences(phase: phase),
      isLossy: images.contains { $0.header.isLossy })
  }

  /// Reads what precedes the pixel data, and no more: a file may hold thousands of frames.
  private func header(of source: ByteSource) throws(LoadError) -> DataSet {
    do {
      let file = try source.open()
      return try headerScan(WorkContext()).parse(file).dataSet
    } catch let error as FileReadingError {
      throw .unreadable(path: source.name, reason: error.description)
    } catch {
      throw .damaged(path: source.name, reason: "\(error)")
    }
  }
}

extension [Int] {
  /// The numbers in order, each once.
  fileprivate var uniqued: [Int] {
    var seen: Set<Int> = []
    return filter { seen.insert($0).inserted }
  }
}
