import DICOMImaging
import DICOMModel

extension ObjectBuilder {
  /// SOP Common (PS3.3 C.12.1), but for the instance's identifier.
  mutating func setInstance(sopClassUID: String, number: Int) {
    set.set(.sopClassUID, string: sopClassUID)
    set.set(.instanceNumber, integer: number)
    guard let creation = options.creation, !options.isAnonymous else { return }
    let date = DICOMClock.date(creation)
    let time = DICOMClock.time(creation)
    set.set(.instanceCreationDate, string: date)
    set.set(.instanceCreationTime, string: time)
    set.set(.contentDate, string: date)
    set.set(.contentTime, string: time)
  }

  /// General Image and General Reference (PS3.3 C.7.6.1, C.12.4): what the image was made of,
  /// and how.
  ///
  /// Comes after the attributes that are taken over: it tells which were put right.
  ///
  /// - Parameters:
  ///   - quantisation: What is said of how values are stored.
  ///   - reference: The only source image, by its number; nil for all.
  mutating func setDerivation(quantisation: String? = nil, reference: Int? = nil) {
    set.set(.burnedInAnnotation, string: "NO")
    set.set(
      .derivationCodeSequence,
      items: derivation.processes.map { Self.code($0.code.value, meaning: $0.code.meaning) })
    setLossyCompression()
    if options.isAnonymous { return }
    let text = [derivation.description, quantisation, mendedText].compactMap(\.self)
      .joined(separator: "; ")
    // ST holds 1024 characters.
    set.set(.derivationDescription, string: Self.cut(text, length: 1024))
    let all = references.images.count
    guard all > 0 else { return }
    let chosen = reference.map { min($0, all - 1) }.map { $0..<$0 + 1 } ?? 0..<all
    set.set(.sourceImageSequence, items: Array(references.images[chosen]))
    set.set(
      .referencedSeriesSequence,
      items: reference == nil
        ? references.series
        : Self.series(of: source.map { Array($0.references[chosen]) } ?? []))
  }

  /// What the source says against the standard, as far as the object would say it too.
  private var mendedText: String? {
    let names = mendedTags.filter(isTaken).sorted().compactMap { DataDictionary.entry($0)?.name }
    guard !names.isEmpty else { return nil }
    return "invalid in the source, put right or left out: " + names.joined(separator: ", ")
  }

  /// Whether the object says in an attribute what the source does.
  private func isTaken(_ tag: Tag) -> Bool {
    guard let source, set.contains(tag) else { return false }
    return set.bytes(tag).map(Array.init) == source.middle.bytes(tag).map(Array.init)
  }

  /// The items that name source images: made once, since every image of a series has them.
  struct References {
    let images: [DataSet]
    let series: [DataSet]

    init(_ references: [SourceImages.Reference]) {
      images = references.map(ObjectBuilder.sourceImage)
      series = ObjectBuilder.series(of: references)
    }
  }

  private static func sourceImage(_ reference: SourceImages.Reference) -> DataSet {
    var item = instance(reference)
    item.set(
      .purposeOfReferenceCodeSequence,
      items: [code("121322", meaning: "Source image for image processing operation")])
    return item
  }

  private static func instance(_ reference: SourceImages.Reference) -> DataSet {
    var item = DataSet()
    item.set(.referencedSOPClassUID, string: reference.sopClassUID)
    item.set(.referencedSOPInstanceUID, string: reference.sopInstanceUID)
    return item
  }

  /// Common Instance Reference (PS3.3 C.12.2): the source's series, each with its instances.
  private static func series(of references: [SourceImages.Reference]) -> [DataSet] {
    var order: [String] = []
    for reference in references where !order.contains(reference.seriesInstanceUID) {
      order.append(reference.seriesInstanceUID)
    }
    return order.map { uid in
      var item = DataSet()
      item.set(.seriesInstanceUID, string: uid)
      item.set(
        .referencedInstanceSequence,
        items: references.filter { $0.seriesInstanceUID == uid }.map(instance))
      return item
    }
  }

  /// What was lost once stays lost (PS3.3 C.7.6.1.1.5).
  private mutating func setLossyCompression() {
    guard let source, source.isLossy else {
      set.set(.lossyImageCompression, string: "00")
      return
    }
    set.set(.lossyImageCompression, string: "01")
    set.copy([.lossyImageCompressionRatio, .lossyImageCompressionMethod], from: source.middle)
  }

  /// Image Plane (PS3.3 C.7.6.2) of a plane in the patient.
  mutating func setPlane(
    position: [Double], orientation: [Double], pixelSpacing: [Double], thickness: Double,
    spacing: Double?
  ) {
    set.set(.imagePositionPatient, doubles: position)
    set.set(.imageOrientationPatient, doubles: orientation)
    set.set(.pixelSpacing, doubles: pixelSpacing)
    set.set(.sliceThickness, double: thickness)
    if let spacing { set.set(.spacingBetweenSlices, double: spacing) }
  }
}
