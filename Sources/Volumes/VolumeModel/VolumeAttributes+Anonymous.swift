extension VolumeAttributes {
  /// The same without texts and identifiers of the files: what is left is numbers and known codes.
  public var anonymous: VolumeAttributes {
    var attributes = self
    attributes.modality = modality.flatMap { Self.isCode($0) ? $0 : nil }
    attributes.unit = unit.flatMap { KnownUnit.contains($0) ? $0 : nil }
    attributes.description = nil
    attributes.seriesInstanceUID = nil
    attributes.frameOfReferenceUID = nil
    return attributes
  }

  /// Modalities have two capital letters, but for those of treatment plans and the like.
  private static func isCode(_ modality: String) -> Bool {
    let isShort =
      modality.utf8.count == 2
      && modality.utf8.allSatisfy { (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) }
    return isShort || ["RTDOSE", "RTIMAGE", "SEG", "OCT", "IVUS", "IVOCT"].contains(modality)
  }
}
